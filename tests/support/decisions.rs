//! Decisions, whole and not.

/// A decision that lacks nothing but what is left out after its own section `Decision`.
pub fn decision(title: &str, rest: &str) -> String {
    format!(
        "---\nstatus: proposed\nowner: ada\ndate: 2026-01-05\ndeciders: [ada]\n---\n\n# {title}\n\n## Context\n\nOrders arrive \
         faster than they are written down, and at noon some of them are lost because nobody waits for the disk.\n\n## \
         Options\n\n- A queue in the database that is there already\n- A broker beside it\n\n## Decision\n\nThe queue in the \
         database, because everybody knows how to look into it, restore it and delete from it.\n\n{rest}"
    )
}

/// The section that completes it.
pub const CONSEQUENCES: &str = "## Consequences\n\nOne more table.\n";
