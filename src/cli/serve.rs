//! `docent serve`

use std::process::{Command, Stdio};
use std::time::Duration;

use clap::Args;

use super::{Global, Outcome, place, print};
use crate::diagnostic::{Diagnostic, Source};
use crate::report::{self, Colour, Summary};
use crate::repository::Snapshot;
use crate::serve::{self, Editor, KNOWN_EDITORS, Options, State, Told};
use crate::span::LineIndex;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent serve --open                  # and open it in the browser
  docent serve --port 8080
  docent serve --editor zed            # a click on a diagnostic opens Zed
  docent serve --editor 'mine://open?file={file}&line={line}'
  docent serve --branches 'origin/*'   # show what pull requests propose";

/// Show the site while you write.
///
/// The site is made in memory and served on this machine only. Saving a document, a definition, a theme file, an image or
/// `docent.yaml`, and checking out another commit, renews the pages that are open in a browser; each shows what is wrong
/// with its document, and a click opens the place in your editor. While the settings or the theme are broken, the site stays
/// as it was.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Serve {
    /// Listen on this port, or on the next that is free.
    #[arg(short, long, value_name = "PORT", default_value_t = serve::PORT)]
    port: u16,
    /// Open the site in the browser.
    #[arg(short, long)]
    open: bool,
    /// What a click on a diagnostic opens: `vscode`, `zed`, `idea` and others by name, `none`, or an address with `{file}`,
    /// `{line}` and `{column}` in it. Without it, `DOCENT_EDITOR`, `VISUAL` and `EDITOR` are asked.
    #[arg(long, value_name = "EDITOR")]
    editor: Option<String>,
    /// Show what other branches propose: those whose names fit the pattern, in which `*` stands for any part of a name. May
    /// be given more than once.
    #[arg(long, value_name = "GLOB")]
    branches: Vec<String>,
    /// Count what is late from this day instead of today.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// Look at the files again and again, for folders on a network or in a container, where the system does not tell what
    /// is written.
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(serve: &Serve, global: &Global) -> anyhow::Result<Outcome> {
    let repository = place::open(global)?;
    let options = Options {
        port: serve.port,
        today: place::today(serve.today.as_deref())?,
        branches: place::branches(&serve.branches, &repository)?,
        editor: editor(serve.editor.as_deref())?,
        polling: serve.poll,
    };
    let tell = |told: Told<'_>| {
        // Without a reader there is nobody to tell, and the site is still there.
        let _ = self::tell(&told, global, serve.open);
    };
    let begin = |stop: serve::Stop| {
        // Where there can be no handler, the system ends the process as it ends others.
        let _ = ctrlc::set_handler(move || stop.stop());
    };
    serve::serve(repository, &options, &show, &tell, begin)?;
    Ok(Outcome::Clean)
}

fn tell(told: &Told<'_>, global: &Global, open: bool) -> std::io::Result<()> {
    match told {
        Told::PortTaken { wanted, free } if !global.quiet => {
            print::line(&format!("port {wanted} is taken, so this is port {free}"))
        }
        Told::Ready { address, state } => {
            let url = format!("http://localhost:{}/", address.port());
            if !global.quiet {
                print::line(&format!("{}; ready in {}", summary(state), duration(state.took)))?;
            }
            print::line(&format!("serving {url} (Ctrl-C ends it)"))?;
            timings(state, global);
            if open && !open_in_browser(&url) {
                print::note(&format!("no browser could be started; open {url} in one"));
            }
            Ok(())
        }
        Told::Updated { what, state } if !global.quiet => {
            print::told(&format!("{what}: {}; {}", duration(state.took), summary(state)))?;
            timings(state, global);
            Ok(())
        }
        Told::Broken { why } => print::line(&format!("{why}\nthe site stays as it was until this is mended\n")),
        Told::Polling { why } => {
            let why = report::lines(why);
            print::note(&format!(
                "files are looked at again and again, so edits show up later: {why}"
            ));
            Ok(())
        }
        Told::Lost { why } => print::told(&format!("{why}; the site stays as it was until the folder is back")),
        Told::PortTaken { .. } | Told::Updated { .. } => Ok(()),
    }
}

fn summary(state: &State<'_>) -> String {
    Summary::of(state.diagnostics.iter(), state.documents).line()
}

fn timings(state: &State<'_>, global: &Global) {
    if global.verbose {
        print::timings(state.timings);
    }
}

fn duration(took: Duration) -> String {
    match took.as_millis() {
        few if few < 10_000 => format!("{few} ms"),
        _ => format!("{:.1} s", took.as_secs_f64()),
    }
}

/// Diagnostics with their excerpts.
fn show(snapshot: &Snapshot, diagnostics: &[Diagnostic]) -> String {
    let source = |path: &camino::Utf8Path, _before: bool| {
        let text = snapshot.text(path)?.content.ok()?;
        Some(Source {
            lines: std::borrow::Cow::Owned(LineIndex::new(&text)),
            text,
        })
    };
    let texts = diagnostics.iter().map(|it| report::text(it, &source, Colour::Plain));
    texts.collect::<Vec<_>>().join("\n\n")
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here, in cli")]
fn editor(named: Option<&str>) -> anyhow::Result<Editor> {
    if let Some(named) = named {
        let known = || {
            let names: Vec<_> = KNOWN_EDITORS.iter().map(|(name, _)| format!("`{name}`")).collect();
            names.join(", ")
        };
        return Editor::named(named).map_err(|error| anyhow::anyhow!("{error}; known are {}", known()));
    }
    if let Ok(named) = std::env::var("DOCENT_EDITOR") {
        return Editor::named(&named).map_err(|error| anyhow::anyhow!("DOCENT_EDITOR: {error}"));
    }
    // The terminal of an editor says whose it is.
    let within = match std::env::var("TERM_PROGRAM").as_deref() {
        Ok("vscode") => Some(Editor::of_command("code")),
        Ok("zed") => Some(Editor::of_command("zed")),
        _ => None,
    };
    let commands = ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    let mut editors = within
        .into_iter()
        .chain(commands.map(|command| Editor::of_command(&command)));
    Ok(editors.find(|it| *it != Editor::default()).unwrap_or_default())
}

/// Opens an address in the browser that the system starts for one; gives whether there is something that does.
fn open_in_browser(url: &str) -> bool {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let mut command = Command::new(program);
    let quiet = command
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut child) = quiet.spawn() else { return false };
    // It is waited for, so that no dead process stays behind; it ends when the browser has been told.
    std::thread::spawn(move || child.wait());
    true
}
