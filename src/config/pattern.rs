//! Patterns of names.

/// Whether a name fits a pattern in which each `*` stands for any part of it, slashes too.
pub fn fits_pattern(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let (between, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inner = name.strip_prefix(start).and_then(|name| name.strip_suffix(end));
    let mut left = inner;
    for word in between.split('*') {
        left = left.and_then(|left| left.find(word).map(|at| &left[at + word.len()..]));
    }
    left.is_some()
}

#[cfg(test)]
mod tests {
    use super::fits_pattern;

    #[test]
    fn a_pattern_may_leave_out_any_part_of_a_name() {
        for pattern in [
            "origin/ada/orders",
            "origin/*",
            "*",
            "*/orders",
            "origin/*/or*rs",
            "o*a*s",
        ] {
            assert!(fits_pattern(pattern, "origin/ada/orders"), "{pattern}");
        }
        for pattern in ["origin", "upstream/*", "*/billing", "o*x*s", "origin/ada/orders*s"] {
            assert!(!fits_pattern(pattern, "origin/ada/orders"), "{pattern}");
        }
    }
}
