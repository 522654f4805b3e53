//! The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998): 624 words of state, a period of 2^19937 - 1.
//!
//! ```text
//! words ─ every 624 numbers ─► twisted: each word from its successor and the word 397 places on ─► tempered: the output
//! ```

/// Words of state.
pub const SIZE: usize = 624;
const AHEAD: usize = 397;
const TWIST: u32 = 0x9908_B0DF;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7FFF_FFFF;

/// The generator. `position <= SIZE`: the next word to give out; at `SIZE` the state is twisted first.
#[derive(Clone)]
pub struct Twister {
    words: [u32; SIZE],
    position: usize,
}

impl Twister {
    fn from_word(seed: u32) -> Twister {
        let mut words = [0u32; SIZE];
        words[0] = seed;
        for index in 1..SIZE {
            let before = words[index - 1];
            words[index] = 1_812_433_253u32.wrapping_mul(before ^ before >> 30).wrapping_add(index as u32);
        }
        Twister { words, position: SIZE }
    }

    /// A generator seeded by a key of any length but 0.
    pub fn from_key(key: &[u32]) -> Twister {
        let mut twister = Twister::from_word(19_650_218);
        let words = &mut twister.words;
        let mixed = |words: &[u32; SIZE], index: usize, factor: u32| {
            let before = words[index - 1];
            words[index] ^ (before ^ before >> 30).wrapping_mul(factor)
        };
        let mut index = 1;
        let advance = |words: &mut [u32; SIZE], index: &mut usize| {
            *index += 1;
            if *index == SIZE {
                words[0] = words[SIZE - 1];
                *index = 1;
            }
        };
        for (place, &word) in key.iter().enumerate().cycle().take(SIZE.max(key.len())) {
            words[index] = mixed(words, index, 1_664_525).wrapping_add(word).wrapping_add(place as u32);
            advance(words, &mut index);
        }
        for _ in 1..SIZE {
            words[index] = mixed(words, index, 1_566_083_941).wrapping_sub(index as u32);
            advance(words, &mut index);
        }
        words[0] = UPPER;
        twister
    }

    /// The state: the words and the position.
    pub fn state(&self) -> (&[u32; SIZE], usize) {
        (&self.words, self.position)
    }

    /// A generator with this state; nothing when the position is none.
    pub fn from_state(words: [u32; SIZE], position: usize) -> Option<Twister> {
        (position <= SIZE).then_some(Twister { words, position })
    }

    /// The next 32 bits.
    #[inline]
    pub fn next_word(&mut self) -> u32 {
        if self.position >= SIZE {
            self.twist_slow();
        }
        let mut word = self.words[self.position];
        self.position += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9D2C_5680;
        word ^= word << 15 & 0xEFC6_0000;
        word ^ word >> 18
    }

    #[cold]
    fn twist_slow(&mut self) {
        let words = &mut self.words;
        for index in 0..SIZE {
            let joined = words[index] & UPPER | words[(index + 1) % SIZE] & LOWER;
            let twist = if joined & 1 == 1 { TWIST } else { 0 };
            words[index] = words[(index + AHEAD) % SIZE] ^ joined >> 1 ^ twist;
        }
        self.position = 0;
    }
}
