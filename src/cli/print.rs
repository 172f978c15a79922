//! Writing to the terminal.

use std::io::{IsTerminal, Write};

use super::ColourChoice;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{Organisation, Timing};
use crate::report::{self, Colour, LinkTargets};

/// Sets when colours are used, for everything that is printed from here on.
pub(super) fn choose_colour(choice: ColourChoice) {
    match choice {
        // anstream looks at the terminal and at `NO_COLOR` by itself.
        ColourChoice::Auto => anstream::ColorChoice::Auto.write_global(),
        ColourChoice::Always => anstream::ColorChoice::AlwaysAnsi.write_global(),
        ColourChoice::Never => anstream::ColorChoice::Never.write_global(),
    }
}

/// Prints diagnostics with their excerpts to standard output, a blank line after each.
pub(super) fn diagnostics(
    organisation: &Organisation,
    diagnostics: &[&Diagnostic],
    links: Option<&LinkTargets>,
) -> std::io::Result<()> {
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let mut buffered = std::io::BufWriter::new(&mut out);
    let source = |path: &camino::Utf8Path, before| organisation.source(path, before);
    for diagnostic in diagnostics {
        let text = match links {
            Some(to) => report::linked_text(diagnostic, &source, to),
            None => report::text(diagnostic, &source, Colour::Ansi),
        };
        writeln!(buffered, "{text}\n")?;
    }
    buffered.flush()
}

/// Prints a line to standard output.
pub(super) fn line(text: &str) -> std::io::Result<()> {
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    writeln!(out, "{text}")?;
    out.flush()
}

/// Prints a text that a program reads to standard output, as it is.
pub(super) fn raw(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints a line that tells of ids, paths or names, which may hold anything.
pub(super) fn told(text: &str) -> std::io::Result<()> {
    line(&report::lines(text))
}

/// Prints what another program reads as it is; what people see on a terminal does nothing to it.
pub(super) fn bytes(text: &str) -> std::io::Result<()> {
    match std::io::stdout().is_terminal() {
        true => raw(&report::lines(text)),
        false => raw(text),
    }
}

/// Prints a plain line to standard error, beside what a program may read.
pub(super) fn beside(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// The width of the terminal that standard output is; `None` when it is none.
pub(super) fn terminal_width() -> Option<usize> {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map(|(width, _)| usize::from(width.0))
}

/// Prints how long each stage took to standard error.
pub(super) fn timings(timings: &[Timing]) {
    let mut err = anstream::stderr().lock();
    for timing in timings {
        let _ = writeln!(
            err,
            "{:>10}  {:>9.1} ms",
            timing.stage,
            timing.took.as_secs_f64() * 1000.0
        );
    }
    let total: f64 = timings.iter().map(|timing| timing.took.as_secs_f64()).sum();
    let _ = writeln!(err, "{:>10}  {:>9.1} ms", "in all", total * 1000.0);
}

/// Prints something worth knowing to standard error.
pub(super) fn note(text: &str) {
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "\u{1b}[1;32mnote\u{1b}[0m: {text}");
}

/// Prints why docent could not run.
pub(super) fn failure(error: &anyhow::Error) {
    let mut err = anstream::stderr().lock();
    // A message may quote an id or a word from a document.
    let shown = |it: &dyn std::fmt::Display| report::lines(&it.to_string());
    let _ = writeln!(err, "\u{1b}[1;31merror\u{1b}[0m: {}", shown(error));
    for cause in error.chain().skip(1) {
        let _ = writeln!(err, "  because: {}", shown(&cause));
    }
}

/// Whether output failed because its reader is gone, as in `docent check | head`.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Whether any of the diagnostics is an error.
pub(super) fn has_errors(diagnostics: &[&Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}
