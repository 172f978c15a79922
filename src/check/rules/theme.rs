//! What is found while a site is built: files of the theme, files to publish, entries of the navigation.

use crate::check::rule::{Group, Rule, Run, Weight};

/// A file of `theme/` that cannot be used.
pub static FILE: Rule = Rule {
    name: "theme-file",
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "a file in `theme/` cannot be used, or nothing uses it",
    why: "The site would be built without what the file was written for.",
    example: "theme/templates/document.html:\n\n{{ document.titel }}",
    mend: "`docent theme list` prints the files that can be replaced, and `docent theme context TEMPLATE` what a template is given. To begin again, delete the file: the built-in one is back.",
    run: Run::WhileReading,
};

/// A file of words that cannot be used.
pub static WORDS: Rule = Rule {
    name: "theme-words",
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "a file of words in `theme/words/` has a key or a value that the interface does not have",
    why: "A page would say nothing, or show braces, in the place of the phrase.",
    example: "theme/words/de.yaml:\n\npages:\n  hmoe: Start",
    mend: "Use the keys and values of `words/en.yaml`, which `docent theme copy words/en.yaml` copies out. Words for templates of your own go into a group `own`.",
    run: Run::WhileReading,
};

/// A file that is not published.
pub static REFUSED: Rule = Rule {
    name: "file-refused",
    group: Group::Configuration,
    severity: Weight::Warning,
    summary: "a file that a document or the configuration shows is not published",
    why: "A drawing that holds a program would run in the name of the site, and a page can show only what browsers show.",
    example: "![How orders flow](flow.svg)\n\nflow.svg:\n\n<svg><script>…</script></svg>",
    mend: "Export the drawing without scripts, links to scripts and embedded pages, or use another kind of image.",
    run: Run::WhileReading,
};

/// An entry of the navigation that leads nowhere.
pub static NAVIGATION: Rule = Rule {
    name: "config-navigation",
    group: Group::Configuration,
    severity: Weight::Warning,
    summary: "`navigation` names an entry, a document or a file that is not there",
    why: "The entry is left out, so readers do not find what it was meant to lead to.",
    example: "docent.yaml:\n\nnavigation:\n  hide: [tgas]",
    mend: "Name a built-in entry as its address does (`tags`, `rewrites`), a document by its id or file, or write an address in full.",
    run: Run::WhileReading,
};
