//! Addresses that the site needs for pages of its own, so that no document may have them.

/// Pages at the root of the site.
const AT_ROOT: [&str; 14] = [
    "404",
    "actions",
    "changes",
    "flow",
    "index",
    "outcomes",
    "problems",
    "proposed",
    "raci",
    "relations",
    "roadmap",
    "roadmap-by-attribute",
    "scorecard",
    "search",
];

/// Folders that hold such pages and nothing else.
const FOLDERS: [&str; 12] = [
    "actions",
    "api",
    "assets",
    "flow",
    "outcomes",
    "people",
    "previews",
    "roadmap",
    "rules",
    "scorecard",
    "tags",
    "write",
];

/// Pages beside the documents of a type.
const BESIDE_DOCUMENTS: [&str; 7] = ["board", "causes", "index", "pain", "portfolio", "times", "trends"];

/// Whether the site may need an address for a page of its own; `of_type` says whether it lies in the folder of a type.
pub fn is_reserved(route: &str, of_type: bool) -> bool {
    let name = route.strip_suffix(".html").unwrap_or(route);
    let Some((folder, last)) = name.rsplit_once('/') else {
        let year = name.strip_prefix("changes-");
        return AT_ROOT.contains(&name) || year.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    };
    let root = folder.split('/').next().unwrap_or(folder);
    // Long lists go on in a folder with the name of their first page.
    let is_part = last == "questions" || last.bytes().all(|byte| byte.is_ascii_digit());
    let goes_on = folder
        .rsplit_once('/')
        .is_some_and(|(_, first)| BESIDE_DOCUMENTS.contains(&first));
    let is_of_year = is_reserved(root, false) && root.starts_with("changes-");
    FOLDERS.contains(&root) || is_of_year || (is_part && goes_on) || (of_type && BESIDE_DOCUMENTS.contains(&last))
}

/// The address of a document where the site needs the one it would have. No word of an address holds a dot, so no other
/// document has it.
pub(super) fn beside_reserved(route: &str) -> String {
    format!("{}.page.html", route.trim_end_matches(".html"))
}

#[cfg(test)]
mod tests {
    use super::is_reserved;

    #[test]
    fn addresses_of_the_sites_own_pages_are_reserved() {
        for route in [
            "search.html",
            "changes-2025.html",
            "changes-2025/2.html",
            "people/ada.html",
            "actions/2.html",
            "rewrites/board.html",
            "customers/pain/2.html",
            "rewrites/portfolio/questions.html",
            "outcomes/by-category.html",
        ] {
            assert!(is_reserved(route, true), "{route}");
        }
        for route in ["rewrites/rw-1.html", "pages/search.html", "changes-of-2025.html"] {
            assert!(!is_reserved(route, true), "{route}");
        }
        assert!(!is_reserved("pages/board.html", false));
        assert!(!is_reserved("handbook/portfolio/who-buys.html", false));
    }
}
