//! A file whose text cannot be had.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::parse::UNREADABLE,
    group: Group::Reading,
    severity: Weight::Error,
    summary: "a document is not UTF-8 text, is too large, or is a symbolic link that is not followed",
    why: "What cannot be read cannot be published, and a page that quietly lacks a document is worse than a message. Documents come by pull request from people who may not be trusted, so links out of the repository are not followed and nothing over 2 MiB is read.",
    example: "rewrites/0012-orders.md  (saved as UTF-16 by an old editor)",
    mend: "Save the file as UTF-8. Move what is no document (an export, a picture with the wrong name) out of the folder. Replace a symbolic link with the file itself.",
    run: Run::WhileReading,
};
