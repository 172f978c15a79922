//! Addresses between pages: always relative, so that the site works from any folder and from disk.

/// The address of one route as seen from the page at another; both are paths from the site's root, the target perhaps
/// with `#place`.
pub fn relative(from: &str, to: &str) -> String {
    let (path, place) = to
        .split_once('#')
        .map_or((to, None), |(path, place)| (path, Some(place)));
    if path == from
        && let Some(place) = place
    {
        return format!("#{place}");
    }
    let folders = |route: &str| route.bytes().filter(|byte| *byte == b'/').count();
    let (common, rest) = beyond_common_folders(from, path);
    let up = folders(from) - common;
    let mut address = String::with_capacity(3 * up + rest.len() + place.map_or(0, |place| place.len() + 1));
    (0..up).for_each(|_| address.push_str("../"));
    address.push_str(rest);
    if let Some(place) = place {
        address.push('#');
        address.push_str(place);
    }
    address
}

/// What leads from a page to the site's root: nothing, `../`, `../../`.
pub fn root(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// How many folders two routes lie in together, and the second one from there.
fn beyond_common_folders<'a>(mut from: &str, mut to: &'a str) -> (usize, &'a str) {
    let mut common = 0;
    while let (Some((left, from_there)), Some((right, to_there))) = (from.split_once('/'), to.split_once('/'))
        && left == right
    {
        (from, to) = (from_there, to_there);
        common += 1;
    }
    (common, to)
}

/// A path of the repository as part of an address: what would end the path or change its meaning is percent-encoded.
pub fn encode_path(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3F"),
            '#' => address.push_str("%23"),
            ' ' => address.push_str("%20"),
            ':' => address.push_str("%3A"),
            c => address.push(c),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_to_the_page() {
        assert_eq!(relative("index.html", "rewrites/rw-1.html"), "rewrites/rw-1.html");
        assert_eq!(relative("rewrites/rw-2.html", "rewrites/rw-1.html"), "rw-1.html");
        assert_eq!(
            relative("rewrites/rw-2.html", "metrics/met-1.html#source"),
            "../metrics/met-1.html#source"
        );
        assert_eq!(relative("a/b/c.html", "a/d/e.html"), "../d/e.html");
        assert_eq!(relative("a/b/c.html", "index.html"), "../../index.html");
        assert_eq!(relative("rewrites/rw-2.html", "rewrites/rw-2.html#risks"), "#risks");
        assert_eq!(relative("rewrites/rw-2.html", "rewrites/rw-2.html"), "rw-2.html");
        assert_eq!(root("a/b/c.html"), "../../");
    }
}
