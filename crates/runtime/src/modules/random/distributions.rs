//! Real and integer distributions.
//!
//! ```text
//! uniform, exponential, Pareto, Weibull   inverted distribution functions
//! normal                                  Kinderman and Monahan, ACM Trans. Math. Softw. 3, 1977; gauss: pairs on a circle
//! gamma, beta                             Cheng, Applied Statistics 26, 1977; Ahrens and Dieter, Computing 12, 1974
//! von Mises                               Best and Fisher, Applied Statistics 28, 1979
//! binomial                                Devroye's second waiting time method; Hörmann's BTRS, 1993
//! ```

use std::f64::consts::{E, PI, TAU};

use super::source::{Generator, log};
use crate::modules::libm;
use crate::modules::math::special::log_gamma;
use crate::native::{R, Raised};
use crate::ops::BinaryOp;
use crate::types::float_operators::remainder;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of Random that draw from distributions.
pub struct Distributions;

#[cold]
fn division_by_zero(vm: &mut Vm) -> Raised {
    vm.zero_division_error("division by zero")
}

fn divided(vm: &mut Vm, a: f64, b: f64) -> R<f64> {
    if b == 0.0 { Err(division_by_zero(vm)) } else { Ok(a / b) }
}

#[exuvia_macros::builtin_methods]
impl Distributions {
    /// A float between a and b.
    #[sig("uniform(self, a, b)")]
    fn uniform(vm: &mut Vm, this: Generator<'_>, a: &Value, b: &Value) -> R {
        let width = vm.binary(BinaryOp::Subtract, b, a)?;
        let part = Value::from_float(this.float(vm)?);
        let offset = vm.binary(BinaryOp::Multiply, &width, &part)?;
        vm.binary(BinaryOp::Add, a, &offset)
    }

    /// A float between low and high; those near mode are the most likely.
    #[sig("triangular(self, low=0.0, high=1.0, mode=None)")]
    fn triangular(
        vm: &mut Vm,
        this: Generator<'_>,
        low: Option<&Value>,
        high: Option<&Value>,
        mode: Option<&Value>,
    ) -> R {
        let mut drawn = this.float(vm)?;
        let (mut from, mut to) = (or_default(vm, low, 0.0)?, or_default(vm, high, 1.0)?);
        let mut place = match mode.filter(|mode| !mode.is_none()) {
            None => 0.5,
            Some(_) if to == from => return Ok(low.cloned().unwrap_or_else(|| Value::from_float(0.0))),
            Some(mode) => (vm.to_float(mode)? - from) / (to - from),
        };
        if drawn > place {
            drawn = 1.0 - drawn;
            place = 1.0 - place;
            std::mem::swap(&mut from, &mut to);
        }
        Ok(Value::from_float(from + (to - from) * (drawn * place).sqrt()))
    }

    /// A float of the normal distribution with this mean and standard deviation.
    #[sig("normalvariate(self, mu=0.0, sigma=1.0)")]
    fn normalvariate(vm: &mut Vm, this: Generator<'_>, mean: Option<&Value>, deviation: Option<&Value>) -> R {
        let standard = standard_normal(vm, &this)?;
        shifted(vm, mean, standard, deviation)
    }

    /// The same distribution, two numbers at a time: faster, but not for several threads.
    #[sig("gauss(self, mu=0.0, sigma=1.0)")]
    fn gauss(vm: &mut Vm, this: Generator<'_>, mean: Option<&Value>, deviation: Option<&Value>) -> R {
        let standard = match this.random.next_gauss.take() {
            Some(next) => next,
            None => {
                let angle = this.float(vm)? * TAU;
                let radius = (-2.0 * libm::log(1.0 - this.float(vm)?)).sqrt();
                this.random.next_gauss.set(Some(libm::sin(angle) * radius));
                libm::cos(angle) * radius
            }
        };
        shifted(vm, mean, standard, deviation)
    }

    /// A float whose logarithm has the normal distribution with this mean and standard deviation.
    #[sig("lognormvariate(self, mu, sigma)")]
    fn lognormvariate(vm: &mut Vm, this: Generator<'_>, mean: &Value, deviation: &Value) -> R<f64> {
        let standard = standard_normal(vm, &this)?;
        let normal = shifted(vm, Some(mean), standard, Some(deviation))?;
        let normal = vm.to_float(&normal)?;
        crate::modules::math::sums::checked_exp(vm, normal)
    }

    /// A float of the exponential distribution; `lambd` is 1 divided by the mean.
    #[sig("expovariate(self, lambd=1.0)")]
    fn expovariate(vm: &mut Vm, this: Generator<'_>, rate: Option<&Value>) -> R<f64> {
        let drawn = -libm::log(1.0 - this.float(vm)?);
        let rate = or_default(vm, rate, 1.0)?;
        divided(vm, drawn, rate)
    }

    /// An angle of the von Mises distribution around mu; kappa 0 makes all angles alike.
    #[sig("vonmisesvariate(self, mu, kappa)")]
    fn vonmisesvariate(vm: &mut Vm, this: Generator<'_>, mean: f64, kappa: f64) -> R<f64> {
        const UNIFORM_BELOW: f64 = 1e-6;
        if kappa <= UNIFORM_BELOW {
            return Ok(TAU * this.float(vm)?);
        }
        let s = 0.5 / kappa;
        let r = s + (1.0 + s * s).sqrt();
        let z = loop {
            let z = libm::cos(PI * this.float(vm)?);
            let d = z / (r + z);
            let drawn = this.float(vm)?;
            if drawn < 1.0 - d * d || drawn <= (1.0 - d) * libm::exp(d) {
                break z;
            }
        };
        let q = 1.0 / r;
        let angle = libm::acos((q + z) / (1.0 + q * z));
        let turned = if this.float(vm)? > 0.5 { mean + angle } else { mean - angle };
        Ok(remainder(turned, TAU))
    }

    /// A float of the gamma distribution with shape alpha and scale beta.
    #[sig("gammavariate(self, alpha, beta)")]
    fn gammavariate(vm: &mut Vm, this: Generator<'_>, alpha: f64, beta: f64) -> R<f64> {
        gamma(vm, &this, alpha, beta)
    }

    /// A float between 0 and 1 of the beta distribution.
    #[sig("betavariate(self, alpha, beta)")]
    fn betavariate(vm: &mut Vm, this: Generator<'_>, alpha: f64, beta: f64) -> R<f64> {
        let first = gamma(vm, &this, alpha, 1.0)?;
        if first == 0.0 {
            return Ok(0.0);
        }
        Ok(first / (first + gamma(vm, &this, beta, 1.0)?))
    }

    /// A float of the Pareto distribution with shape alpha.
    #[sig("paretovariate(self, alpha)")]
    fn paretovariate(vm: &mut Vm, this: Generator<'_>, alpha: f64) -> R {
        let drawn = 1.0 - this.float(vm)?;
        let exponent = divided(vm, -1.0, alpha)?;
        crate::types::float_operators::power(vm, drawn, exponent)
    }

    /// A float of the Weibull distribution with scale alpha and shape beta.
    #[sig("weibullvariate(self, alpha, beta)")]
    fn weibullvariate(vm: &mut Vm, this: Generator<'_>, alpha: f64, beta: f64) -> R<f64> {
        let drawn = -libm::log(1.0 - this.float(vm)?);
        let exponent = divided(vm, 1.0, beta)?;
        let power = crate::types::float_operators::power(vm, drawn, exponent)?;
        Ok(alpha * vm.to_float(&power)?)
    }

    /// The number of successes in n trials that succeed with probability p.
    #[sig("binomialvariate(self, n=1, p=0.5)")]
    fn binomialvariate(
        vm: &mut Vm,
        this: Generator<'_>,
        trials: Option<i64>,
        probability: Option<f64>,
    ) -> R<i64> {
        let (trials, probability) = (trials.unwrap_or(1), probability.unwrap_or(0.5));
        if trials < 0 {
            return Err(vm.value_error("n must be non-negative"));
        }
        if probability == 0.0 {
            return Ok(0);
        }
        if probability == 1.0 {
            return Ok(trials);
        }
        if !(probability > 0.0 && probability < 1.0) {
            return Err(vm.value_error("p must be in the range 0.0 <= p <= 1.0"));
        }
        if trials == 1 {
            return Ok(i64::from(this.float(vm)? < probability));
        }
        if probability > 0.5 {
            return Ok(trials - binomial(vm, &this, trials, 1.0 - probability)?);
        }
        binomial(vm, &this, trials, probability)
    }
}

fn or_default(vm: &mut Vm, value: Option<&Value>, default: f64) -> R<f64> {
    value.map_or(Ok(default), |value| vm.to_float(value))
}

/// `mean + standard * deviation`
fn shifted(vm: &mut Vm, mean: Option<&Value>, standard: f64, deviation: Option<&Value>) -> R {
    let (mean, deviation) = (
        mean.cloned().unwrap_or_else(|| Value::from_float(0.0)),
        deviation.cloned().unwrap_or_else(|| Value::from_float(1.0)),
    );
    if let (Some(mean), Some(deviation)) = (mean.as_float(), deviation.as_float()) {
        return Ok(Value::from_float(mean + standard * deviation));
    }
    let scaled = vm.binary(BinaryOp::Multiply, &Value::from_float(standard), &deviation)?;
    vm.binary(BinaryOp::Add, &mean, &scaled)
}

fn standard_normal(vm: &mut Vm, this: &Generator<'_>) -> R<f64> {
    let width = 4.0 * libm::exp(-0.5) / 2.0_f64.sqrt();
    loop {
        let x = this.float(vm)?;
        let y = 1.0 - this.float(vm)?;
        let z = width * (x - 0.5) / y;
        if z * z / 4.0 <= -libm::log(y) {
            return Ok(z);
        }
    }
}

fn gamma(vm: &mut Vm, this: &Generator<'_>, alpha: f64, beta: f64) -> R<f64> {
    if alpha <= 0.0 || beta <= 0.0 {
        return Err(vm.value_error("gammavariate: alpha and beta must be > 0.0"));
    }
    if alpha > 1.0 {
        return Ok(gamma_above_one(vm, this, alpha)? * beta);
    }
    if alpha == 1.0 {
        return Ok(-libm::log(1.0 - this.float(vm)?) * beta);
    }
    loop {
        let b = (E + alpha) / E;
        let p = b * this.float(vm)?;
        let x = if p <= 1.0 { libm::pow(p, 1.0 / alpha) } else { -libm::log((b - p) / alpha) };
        let drawn = this.float(vm)?;
        let bound = if p > 1.0 { libm::pow(x, alpha - 1.0) } else { libm::exp(-x) };
        if drawn <= bound {
            return Ok(x * beta);
        }
    }
}

fn gamma_above_one(vm: &mut Vm, this: &Generator<'_>, alpha: f64) -> R<f64> {
    let root = (2.0 * alpha - 1.0).sqrt();
    let (b, c) = (alpha - libm::log(4.0), alpha + root);
    let constant = 1.0 + libm::log(4.5);
    loop {
        let first = this.float(vm)?;
        if !(first > 1e-7 && first < 0.999_999_9) {
            continue;
        }
        let second = 1.0 - this.float(vm)?;
        let v = libm::log(first / (1.0 - first)) / root;
        let x = alpha * libm::exp(v);
        let z = first * first * second;
        let r = b + c * v - x;
        if r + constant - 4.5 * z >= 0.0 || r >= libm::log(z) {
            return Ok(x);
        }
    }
}

/// For `0 < p <= 1/2` and at least two trials (or p above 1/2 mirrored).
fn binomial(vm: &mut Vm, this: &Generator<'_>, trials: i64, p: f64) -> R<i64> {
    /// From this mean on, rejection is faster than counting waiting times.
    const MEAN_LIMIT: f64 = 10.0;
    let n = trials as f64;
    if n * p < MEAN_LIMIT {
        let scale = libm::log2(1.0 - p);
        if scale == 0.0 {
            return Ok(0);
        }
        let (mut successes, mut passed) = (0, 0i64);
        loop {
            let drawn = this.float(vm)?;
            log(vm, drawn)?;
            passed = passed.saturating_add((libm::log2(drawn) / scale).floor() as i64).saturating_add(1);
            if passed > trials {
                return Ok(successes);
            }
            successes += 1;
        }
    }
    binomial_by_rejection(vm, this, trials, p)
}

fn binomial_by_rejection(vm: &mut Vm, this: &Generator<'_>, trials: i64, p: f64) -> R<i64> {
    let n = trials as f64;
    let spread = (n * p * (1.0 - p)).sqrt();
    let b = 1.15 + 2.53 * spread;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let c = n * p + 0.5;
    let surely = 0.92 - 4.2 / b;
    let alpha = (2.83 + 5.1 / b) * spread;
    let odds = libm::log(p / (1.0 - p));
    let mode = ((n + 1.0) * p).floor();
    let gamma_log = |x: f64| log_gamma(x).unwrap_or(f64::INFINITY);
    let height = gamma_log(mode + 1.0) + gamma_log(n - mode + 1.0);
    loop {
        let u = this.float(vm)? - 0.5;
        let us = 0.5 - u.abs();
        let k = ((2.0 * a / us + b) * u + c).floor();
        if k < 0.0 || k > n {
            continue;
        }
        let mut v = this.float(vm)?;
        if us >= 0.07 && v <= surely {
            return Ok(k as i64);
        }
        v *= alpha / (a / (us * us) + b);
        if libm::log(v) <= height - gamma_log(k + 1.0) - gamma_log(n - k + 1.0) + (k - mode) * odds {
            return Ok(k as i64);
        }
    }
}
