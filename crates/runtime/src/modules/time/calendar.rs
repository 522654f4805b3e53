//! Broken-down time: between seconds since 1970 and year, month, day, and its text forms.
//!
//! ```text
//! days = 365·y + y/4 − y/100 + y/400 + days of the months before, years counted from March
//! ```
//!
//! It knows no clock and no time zone.

use std::fmt::Write;

const DAY: i64 = 86_400;
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Broken-down time. Months and days of the year count from 1, weekdays from Monday as 0.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    weekday: i64,
    yearday: i64,
    daylight: i64,
}

impl Fields {
    /// The UTC fields of a moment.
    pub fn of_seconds(seconds: i64) -> Fields {
        let (days, rest) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let (year, month, day) = date_of(days);
        Fields {
            year,
            month,
            day,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            weekday: (days + 3).rem_euclid(7),
            yearday: days - days_before(year, 1, 1) + 1,
            daylight: 0,
        }
    }

    /// The fields as the items of a struct_time.
    pub fn numbers(&self) -> [i64; 9] {
        [
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            self.weekday,
            self.yearday,
            self.daylight,
        ]
    }

    /// Fields out of the items of a struct_time.
    pub fn from_numbers(numbers: [i64; 9]) -> Fields {
        let [year, month, day, hour, minute, second, weekday, yearday, daylight] = numbers;
        Fields { year, month, day, hour, minute, second, weekday, yearday, daylight }
    }

    /// What is out of range; zero stands for the first month and day.
    pub fn problem(&self) -> Option<&'static str> {
        let outside = |number: i64, least: i64, most: i64| !(least..=most).contains(&number);
        if outside(self.month, 0, 12) {
            Some("month out of range")
        } else if outside(self.day, 0, 31) {
            Some("day of month out of range")
        } else if outside(self.hour, 0, 23) {
            Some("hour out of range")
        } else if outside(self.minute, 0, 59) {
            Some("minute out of range")
        } else if outside(self.second, 0, 61) {
            Some("seconds out of range")
        } else if self.weekday < -1 {
            Some("day of week out of range")
        } else if outside(self.yearday, 0, 366) {
            Some("day of year out of range")
        } else {
            None
        }
    }

    /// The moment; fields outside of their ranges carry over. `None` beyond the years that fit.
    pub fn seconds(&self) -> Option<i64> {
        let months = self.year.checked_mul(12)?.checked_add(self.month)?.checked_sub(1)?;
        let year = months.div_euclid(12);
        if year.abs() > 1 << 40 {
            return None;
        }
        let days = days_before(year, months.rem_euclid(12) + 1, 1).checked_add(self.day)?.checked_sub(1)?;
        let clock = self
            .hour
            .checked_mul(3600)?
            .checked_add(self.minute.checked_mul(60)?)?
            .checked_add(self.second)?;
        days.checked_mul(DAY)?.checked_add(clock)
    }

    fn weekday_name(&self) -> &'static str {
        WEEKDAYS[self.weekday.rem_euclid(7) as usize]
    }

    fn month_name(&self) -> &'static str {
        MONTHS[(self.month.max(1) - 1).rem_euclid(12) as usize]
    }

    /// `Sat Jun  6 16:26:11 1998`.
    pub fn as_text(&self) -> String {
        let (weekday, month) = (&self.weekday_name()[..3], &self.month_name()[..3]);
        format!(
            "{weekday} {month} {:2} {:02}:{:02}:{:02} {}",
            self.day.max(1),
            self.hour,
            self.minute,
            self.second,
            self.year
        )
    }

    /// `strftime`. What is no directive stays as it is.
    pub fn formatted(&self, format: &str) -> String {
        let mut text = String::with_capacity(format.len() + 16);
        let mut characters = format.chars();
        while let Some(character) = characters.next() {
            if character != '%' {
                text.push(character);
                continue;
            }
            match characters.next() {
                Some(directive) => self.directive(directive, &mut text),
                None => text.push('%'),
            }
        }
        text
    }

    fn directive(&self, directive: char, text: &mut String) {
        let (month, day, yearday) = (self.month.max(1), self.day.max(1), self.yearday.max(1));
        let sunday_based = (self.weekday + 1).rem_euclid(7);
        let hour12 = if self.hour % 12 == 0 { 12 } else { self.hour % 12 };
        let half = if self.hour < 12 { "AM" } else { "PM" };
        // Writing to a String cannot fail.
        let _ = match directive {
            'a' => write!(text, "{}", &self.weekday_name()[..3]),
            'A' => write!(text, "{}", self.weekday_name()),
            'b' | 'h' => write!(text, "{}", &self.month_name()[..3]),
            'B' => write!(text, "{}", self.month_name()),
            'c' => write!(text, "{}", self.as_text()),
            'C' => write!(text, "{:02}", self.year.div_euclid(100)),
            'd' => write!(text, "{day:02}"),
            'D' | 'x' => write!(text, "{month:02}/{day:02}/{:02}", self.year.rem_euclid(100)),
            'e' => write!(text, "{day:2}"),
            'F' => write!(text, "{}-{month:02}-{day:02}", self.year),
            'g' => write!(text, "{:02}", self.iso_week().0.rem_euclid(100)),
            'G' => write!(text, "{}", self.iso_week().0),
            'H' => write!(text, "{:02}", self.hour),
            'I' => write!(text, "{hour12:02}"),
            'j' => write!(text, "{yearday:03}"),
            'k' => write!(text, "{:2}", self.hour),
            'l' => write!(text, "{hour12:2}"),
            'm' => write!(text, "{month:02}"),
            'M' => write!(text, "{:02}", self.minute),
            'n' => writeln!(text),
            'p' => write!(text, "{half}"),
            'P' => write!(text, "{}", half.to_lowercase()),
            'r' => write!(text, "{hour12:02}:{:02}:{:02} {half}", self.minute, self.second),
            'R' => write!(text, "{:02}:{:02}", self.hour, self.minute),
            's' => write!(text, "{}", self.seconds().unwrap_or(0)),
            'S' => write!(text, "{:02}", self.second),
            't' => write!(text, "\t"),
            'T' | 'X' => write!(text, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second),
            'u' => write!(text, "{}", self.weekday.rem_euclid(7) + 1),
            'U' => write!(text, "{:02}", (yearday - 1 + 7 - sunday_based) / 7),
            'V' => write!(text, "{:02}", self.iso_week().1),
            'w' => write!(text, "{sunday_based}"),
            'W' => write!(text, "{:02}", (yearday - 1 + 7 - self.weekday.rem_euclid(7)) / 7),
            'y' => write!(text, "{:02}", self.year.rem_euclid(100)),
            'Y' => write!(text, "{}", self.year),
            'z' => write!(text, "+0000"),
            'Z' => write!(text, "UTC"),
            '%' => write!(text, "%"),
            other => write!(text, "%{other}"),
        };
    }

    /// Year and week by ISO 8601: weeks belong to the year that has their Thursday.
    fn iso_week(&self) -> (i64, i64) {
        let thursday = self.yearday.max(1) - self.weekday.rem_euclid(7) + 3;
        let year_length = |year: i64| days_before(year + 1, 1, 1) - days_before(year, 1, 1);
        if thursday < 1 {
            (self.year - 1, (thursday + year_length(self.year - 1) - 1) / 7 + 1)
        } else if thursday > year_length(self.year) {
            (self.year + 1, (thursday - year_length(self.year) - 1) / 7 + 1)
        } else {
            (self.year, (thursday - 1) / 7 + 1)
        }
    }
}

/// Days from 1970-01-01 to a date.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a day counted from 1970-01-01.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_survives_its_fields() {
        for seconds in [0, 1, -1, 951_782_400, 1_709_210_096, -62_135_596_800, 253_402_300_799] {
            assert_eq!(Fields::of_seconds(seconds).seconds(), Some(seconds));
        }
    }

    #[test]
    fn a_leap_day_has_its_names() {
        let fields = Fields::of_seconds(1_709_210_096);
        assert_eq!(fields.numbers(), [2024, 2, 29, 12, 34, 56, 3, 60, 0]);
        assert_eq!(
            fields.formatted("%a %d %B %Y %H:%M:%S %j %V %%"),
            "Thu 29 February 2024 12:34:56 060 09 %"
        );
    }
}
