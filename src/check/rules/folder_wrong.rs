//! A document in the folder of another type.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::model::folder_type;
use crate::yaml::Node;

/// The rule.
pub static RULE: Rule = Rule {
    name: "folder-wrong",
    group: Group::Identity,
    severity: Weight::Error,
    summary: "`type:` names a type that does not exist, or another one than the folder the document lies in",
    why: "People look for a document where its kind is kept, and file names are numbered by folder.",
    example: "rewrites/0012-orders.md:  type: decision",
    mend: "Move the file into the folder of its type, or correct `type:`. In the folder of its type a document needs no \
           `type:`.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let definitions = &subject.context.corpus().definitions;
    let fields = subject.document.parsed.front_matter.fields();
    let Some(node) = fields.and_then(|fields| fields.get("type")) else {
        return;
    };
    let Some(word) = node.text() else { return };
    let Some(named) = definitions.find(word) else {
        return unknown(subject, node, word, findings);
    };
    let path = subject.document.path();
    let Some(by_folder) = folder_type(path, definitions).filter(|by_folder| *by_folder != named) else {
        return;
    };
    let (named, by_folder) = (definitions.get(named), definitions.get(by_folder));
    if named.lifecycle.states.is_empty() || by_folder.lifecycle.states.is_empty() && by_folder.folder.is_empty() {
        return;
    }
    let name = path.file_name().unwrap_or_default();
    let target = named.place(name);
    let is_free = !subject.context.input.snapshot.contains(&target);
    let finding = findings
        .at(
            subject,
            node.span,
            format!("a `{}` does not belong in `{}/`", named.type_name, by_folder.folder),
        )
        .label(format!("the folder is for {}", by_folder.plural.to_lowercase()))
        .help(format!(
            "move the file to `{target}`, or write `type: {}`",
            by_folder.type_name
        ));
    if is_free {
        finding.moved(format!("move the file to `{target}`"), target);
    }
}

fn unknown(subject: &Subject<'_>, node: &Node, word: &str, findings: &mut Findings) {
    let definitions = &subject.context.corpus().definitions;
    let names: Vec<_> = definitions.iter().map(|(_, it)| it.type_name.as_str()).collect();
    findings
        .at(subject, node.span, format!("there is no document type `{word}`"))
        .meant(word, names)
        .note(format!(
            "the document is read as `{}`, after its folder",
            subject.definition.type_name
        ));
}
