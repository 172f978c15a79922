use super::*;
use crate::diagnostic::shared_path;
use crate::parse::parse;
use crate::repository::SourceFile;

const LIMITS: Limits = Limits { words: 100, parts: 20 };

fn parsed(text: &str) -> Parsed {
    parse(&SourceFile {
        path: shared_path("a.md"),
        content: Ok(text.into()),
    })
}

fn between(old: &str, new: &str) -> Redline {
    compare(&parsed(old), &parsed(new), LIMITS)
}

fn written(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| {
        let Piece { mark, text, gap } = piece;
        match mark {
            Mark::Same => format!("{text}{gap}"),
            Mark::Added => format!("{{+{text}+}}{gap}"),
            Mark::Removed => format!("[-{text}-]{gap}"),
            Mark::Elided => format!("…{gap}"),
        }
    };
    pieces.iter().map(piece).collect::<String>().trim_end().to_owned()
}

/// A redline as lines of text.
fn told(old: &str, new: &str) -> Vec<String> {
    let redline = between(old, new);
    let field = |it: &FieldChange| match &it.values {
        Values::Short { old, new } => {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".into());
            format!("{}: {} → {}", it.name, value(old), value(new))
        }
        Values::Long(pieces) => format!("{}: {}", it.name, written(pieces)),
    };
    let section = |it: &SectionChange| {
        let name = it.name.as_deref().unwrap_or("(beginning)");
        format!("{name} ({:?}): {}", it.kind, written(&it.pieces))
    };
    let fields = redline.fields.iter().map(field);
    let mut lines: Vec<String> = fields.chain(redline.sections.iter().map(section)).collect();
    lines.extend(redline.reordered.then(|| "reordered".to_owned()));
    lines
}

#[test]
fn words_that_changed_are_shown_with_a_few_around_them() {
    let long = "one two three four five six seven eight nine ten ".repeat(4);
    let old = format!("# T\n\n## Risks\n\n{long} It may fail. {long}\n");
    let new = format!("# T\n\n## Risks\n\n{long} It will not fail. {long}\n");
    assert_eq!(
        told(&old, &new),
        [
            "Risks (Edited): … four five six seven eight nine ten It [-may-] {+will not+} fail. one two three four five six seven …"
        ]
    );
}

#[test]
fn layout_is_no_change() {
    let old = "---\nstatus: draft\ntags: [a, b]\n---\n# T\n\n## Risks\n\nOne two\nthree.\n";
    let new = "---\nstatus: \"draft\"\ntags:\n  - a\n  - b\n---\n\n# T\n## Risks\nOne\ntwo   three.";
    assert!(between(old, new).is_empty(), "{:?}", told(old, new));
}

#[test]
fn fields_are_told_from_old_to_new() {
    let long = "a summary that is far too long to be shown twice beside itself in one line";
    let old = format!("---\nstatus: draft\nowner: mira\nsummary: {long}\n---\n");
    let new = format!("---\nstatus: accepted\nsummary: {long} indeed\ntags: [a, b]\n---\n");
    assert_eq!(
        told(&old, &new),
        [
            "status: draft → accepted",
            "summary: … be shown twice beside itself in one line {+indeed+}",
            "tags: nothing → a, b",
            "owner: mira → nothing",
        ]
    );
}

#[test]
fn front_matter_that_cannot_be_read_is_compared_as_text() {
    let lines = told("---\nstatus: [draft\n---\n# T\n", "---\nstatus: draft\n---\n# T\n");
    assert_eq!(lines, ["front matter: status: [draft → status: draft"]);
}

#[test]
fn sections_come_go_and_change_their_name() {
    let old = "# T\n\n## Why\n\nBecause it is slow and it is old.\n\n## Cost\n\nMuch.\n\n## End\n\nSame.\n";
    let new =
        "# T\n\n## Motivation\n\nBecause it is slow and it is very old.\n\n## Team\n\nTwo people.\n\n## End\n\nSame.\n";
    assert_eq!(
        told(old, new),
        [
            "Motivation (Renamed { from: \"Why\" }): Because it is slow and it is {+very+} old.",
            "Team (Added): {+Two people.+}",
            "Cost (Removed): [-Much.-]",
        ]
    );
}

#[test]
fn the_title_stays_the_title_and_sections_of_one_name_keep_their_order() {
    let old = "Hello.\n\n# Old\n\n## A\n\n### Note\n\none\n\n## B\n\n### Note\n\ntwo\n";
    let new = "Hello you.\n\n# New\n\n## A\n\n### Note\n\none\n\n## B\n\n### Note\n\nthree\n";
    assert_eq!(
        told(old, new),
        [
            "(beginning) (Edited): [-Hello.-] {+Hello you.+}",
            "New (Renamed { from: \"Old\" }): ",
            "Note (Edited): [-two-] {+three+}",
        ]
    );
    assert_eq!(
        told("## A\n\na\n\n## B\n\nb\n", "## B\n\nb\n\n## A\n\na\n"),
        ["reordered"]
    );
}

#[test]
fn scripts_without_spaces_are_compared_too() {
    let lines = told("新システムを並行して運用する。", "新システムを停止して運用する。");
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("運用"), "{lines:?}");
    assert!(!lines[0].contains("{+新"), "{lines:?}");
}

#[test]
fn lines_of_a_table_stay_lines() {
    let lines = told("| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | b |\n|---|---|\n| 1 | 3 |\n");
    assert_eq!(
        lines,
        ["(beginning) (Edited): | a | b |\n|---|---|\n| 1 | [-2-] {+3+} |"]
    );
}

#[test]
fn what_is_shown_is_bounded_and_the_rest_is_counted() {
    let old = "# T\n";
    let many: String = (0..50)
        .map(|number| format!("## S{number}\n\n{}\n\n", "word ".repeat(10)))
        .collect();
    let redline = between(old, &format!("{old}{many}"));
    assert_eq!(redline.sections.len(), 20);
    assert_eq!(redline.more_parts, 30);
    assert_eq!(redline.more_words, 400);
}

#[test]
fn a_large_rewrite_is_compared_by_paragraphs() {
    let paragraph = |number: usize| format!("paragraph {number} {}\n\n", "lorem ipsum ".repeat(20));
    let old: String = (0..200).map(paragraph).collect();
    let new: String = (0..200)
        .map(|number| paragraph(if number % 50 == 7 { 1_000 } else { number }))
        .collect();
    let redline = between(&old, &new);
    let words: Vec<_> = redline.sections[0]
        .pieces
        .iter()
        .filter(|it| it.mark == Mark::Added)
        .collect();
    assert_eq!(words.len(), 4, "only the number of each paragraph changed: {words:?}");
    assert_eq!(redline.more_words, 0);
}

#[test]
fn a_word_is_never_shown_twice() {
    // Here similar gives a position of its own for a side that is empty.
    assert_eq!(
        told("d a b", "a a a a a a b a a a a c"),
        ["(beginning) (Edited): [-d-] a [-b-] {+a a a a a b a a a a c+}"]
    );
}

proptest::proptest! {
    /// The words that stayed and the ones removed are the old text, those that stayed and the ones added the new one.
    #[test]
    fn nothing_is_lost(old in "([a-d] |[a-d]\n|[a-d]\n\n){0,30}", new in "([a-d] |[a-d]\n|[a-d]\n\n){0,30}") {
        let redline = compare(&parsed(&old), &parsed(&new), Limits { words: 1_000, parts: 10 });
        let pieces: Vec<&Piece> = redline.sections.iter().flat_map(|it| &it.pieces).collect();
        let side = |gone: Mark| {
            let kept = pieces.iter().filter(|it| it.mark != gone);
            kept.flat_map(|it| it.text.split_whitespace()).map(str::to_owned).collect::<Vec<_>>()
        };
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        if pieces.iter().all(|it| it.mark != Mark::Elided) && !redline.sections.is_empty() {
            proptest::prop_assert_eq!(side(Mark::Added), words(&old));
            proptest::prop_assert_eq!(side(Mark::Removed), words(&new));
        }
        proptest::prop_assert_eq!(redline.is_empty(), words(&old) == words(&new));
    }
}
