//! Middle, mean and high end of a few numbers, each kept with the document it comes from.

use super::publish::published;
use crate::model::DocumentIndex;

/// Numbers of one kind, and what they come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// The numbers with their documents, smallest first.
    pub known: Vec<(DocumentIndex, f64)>,
    /// Documents that should give one and do not.
    pub unknown: Vec<DocumentIndex>,
    /// The middle one; the mean of the two in the middle where their number is even.
    pub median: Option<f64>,
    /// Their sum over their number.
    pub mean: Option<f64>,
    /// The smallest of them that at least nine in ten do not exceed: the nearest rank, so it is always one of them.
    pub p90: Option<f64>,
}
published!(Numbers {
    known,
    unknown,
    median,
    mean,
    p90
});

impl Numbers {
    /// What numbers come to; `None` stands for a document that does not give one.
    pub fn of(numbers: impl IntoIterator<Item = (DocumentIndex, Option<f64>)>) -> Self {
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        for (document, number) in numbers {
            match number.filter(|number| number.is_finite()) {
                Some(number) => known.push((document, number)),
                None => unknown.push(document),
            }
        }
        known.sort_by(|left, right| left.1.total_cmp(&right.1).then(left.0.cmp(&right.0)));
        let number = |position: usize| known.get(position).map(|(_, number)| *number);
        let count = known.len();
        let median = match (count % 2, count / 2) {
            (1, half) => number(half),
            (_, half) => number(half.wrapping_sub(1))
                .zip(number(half))
                .map(|(low, high)| f64::midpoint(low, high)),
        };
        let sum: f64 = known.iter().map(|(_, number)| number).sum();
        Self {
            median,
            mean: (count > 0).then(|| sum / to_float(count)),
            p90: number((count * 9).div_ceil(10).wrapping_sub(1)),
            known,
            unknown,
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.known.len()
    }
}

/// A count as a number that can be divided.
pub fn to_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[f64]) -> (Option<f64>, Option<f64>, Option<f64>) {
        let all = numbers
            .iter()
            .enumerate()
            .map(|(at, number)| (DocumentIndex(at), Some(*number)));
        let numbers = Numbers::of(all);
        (numbers.median, numbers.mean, numbers.p90)
    }

    #[test]
    fn by_hand() {
        // numbers                 | sorted          | median    | mean     | rank of p90       | p90
        // 5                       | 5               | 5         | 5        | ceil(0.9) = 1     | 5
        // 1 4                     | 1 4             | (1+4)/2   | 2.5      | ceil(1.8) = 2     | 4
        // 9 1 2                   | 1 2 9           | 2         | 4        | ceil(2.7) = 3     | 9
        // 1 to 10                 | …               | (5+6)/2   | 5.5      | ceil(9.0) = 9     | 9
        // 1 to 11                 | …               | 6         | 6        | ceil(9.9) = 10    | 10
        let some = |median, mean, p90| (Some(median), Some(mean), Some(p90));
        assert_eq!(of(&[]), (None, None, None));
        assert_eq!(of(&[5.0]), some(5.0, 5.0, 5.0));
        assert_eq!(of(&[1.0, 4.0]), some(2.5, 2.5, 4.0));
        assert_eq!(of(&[9.0, 1.0, 2.0]), some(2.0, 4.0, 9.0));
        let to = |last: u8| (1..=last).map(f64::from).collect::<Vec<_>>();
        assert_eq!(of(&to(10)), some(5.5, 5.5, 9.0));
        assert_eq!(of(&to(11)), some(6.0, 6.0, 10.0));
    }

    #[test]
    fn what_is_not_known_is_counted_and_never_zero() {
        let numbers = Numbers::of([(DocumentIndex(0), None), (DocumentIndex(1), Some(3.0))]);
        assert_eq!((numbers.count(), numbers.unknown), (1, vec![DocumentIndex(0)]));
        assert_eq!(numbers.median, Some(3.0));
    }
}
