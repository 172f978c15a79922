//! What holds for every text.

use super::*;
use proptest::prelude::*;

fn any_builtin() -> impl Strategy<Value = &'static str> {
    prop::sample::select(BUILTIN.map(|(_, text)| text).to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is cut from or put into a definition, reading it neither panics nor points outside it.
    #[test]
    fn spans_lie_in_the_text(base in any_builtin(), at in 0.0..1.0f64, cut in 0usize..40, put in "[ -~\n•]{0,12}") {
        let place = |offset: usize| crate::span::floor_char_boundary(base, offset);
        let start = place((base.len() as f64 * at) as usize);
        let end = place(start + cut).max(start);
        let text = format!("{}{put}{}", &base[..start], &base[end..]);
        let (definitions, problems) = read_texts(&[&text]);
        prop_assert!(definitions.len() >= BUILTIN.len());
        for problem in problems {
            prop_assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
        }
    }
}
