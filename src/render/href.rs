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
    let folders = |route: &str| route.matches('/').count();
    let common = common_folders(from, path);
    let mut address = "../".repeat(folders(from) - common);
    let mut rest = path;
    for _ in 0..common {
        rest = rest.split_once('/').map_or(rest, |(_, rest)| rest);
    }
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

fn common_folders(left: &str, right: &str) -> usize {
    let folders = |route: &'_ str| {
        let end = route.rfind('/').unwrap_or(0);
        route[..end].split('/').map(str::to_owned).collect::<Vec<_>>()
    };
    if !left.contains('/') || !right.contains('/') {
        return 0;
    }
    let (left, right) = (folders(left), folders(right));
    left.iter()
        .zip(&right)
        .take_while(|(left, right)| left == right)
        .count()
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
