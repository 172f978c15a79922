//! Mermaid diagrams, drawn at build time.
//!
//! Takes the source of a diagram, gives a [`Drawing`]: SVG made of shapes and words only, whose looks come from classes of
//! our own and whose ids have a placeholder for their start; or a [`Failure`] that says what is wrong with the source.
//! What the library draws is not trusted: `redraw` writes it anew from an allow list. Loads nothing, runs nothing, and
//! knows no clock but the one that ends a drawing that takes too long.

mod colour;
mod redraw;
mod roles;
mod xml;

use std::sync::LazyLock;
use std::time::Duration;

use merman::svg::{RenderResourcePolicy, SvgEnvironment, SvgRenderOptions};
use merman::{Engine, MermaidConfig, OperationControl, RenderError, RenderOutput, RenderRequest, Renderer, SvgRequest};

pub use redraw::{Drawing, ID};

/// Largest source. A diagram of a hundred nodes is 4 kB.
const MAX_SOURCE: usize = 20_000;
/// Largest drawing that is put into a page.
const MAX_SVG: usize = 400_000;
/// How long a drawing may take. The bounds above hold first on any machine; this is for what they let through.
const MAX_TIME: Duration = Duration::from_secs(5);
/// Room for what nests. It is only taken where it is used.
const STACK: usize = 32 * 1024 * 1024;

/// Why a diagram is not drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong, in one line.
    pub message: String,
    /// Where in the source, in bytes, where that is known.
    pub at: Option<usize>,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            at: None,
        }
    }
}

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| {
    // Labels as SVG text: HTML in a drawing is nothing that a page should trust.
    let settings = serde_json::json!({ "htmlLabels": false, "flowchart": { "htmlLabels": false }, "theme": "base" });
    Renderer::new().with_engine(Engine::new().with_site_config(MermaidConfig::from_value(settings)))
});

/// Draws a diagram.
///
/// # Errors
/// When the source is no diagram that can be drawn, or one that is too large.
pub fn draw(source: &str) -> Result<Drawing, Failure> {
    if source.len() > MAX_SOURCE {
        return Err(Failure::new(format!("it is larger than {} kB", MAX_SOURCE / 1000)));
    }
    let control = OperationControl::new().with_deadline(MAX_TIME);
    let request = SvgRequest {
        environment: SvgEnvironment::deterministic().with_resource_policy(RenderResourcePolicy::interactive()),
        options: SvgRenderOptions {
            diagram_id: Some("m".to_owned()),
            ..SvgRenderOptions::default()
        },
        ..SvgRequest::default()
    };
    // A parser of another's making meets whatever authors write. What it cannot stand is a diagram that is not drawn, so
    // it works in a thread of its own, where it may fail and has the room to nest.
    let drawn = std::thread::scope(|scope| {
        let work = || RENDERER.render(RenderRequest::svg(source, control, request));
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.ok().and_then(|thread| thread.join().ok())
    });
    let svg = match drawn {
        Some(Ok(RenderOutput::Svg(Some(svg)))) => svg.into_parts().0,
        Some(Ok(_)) => return Err(Failure::new("it does not start with a kind of diagram that is known")),
        Some(Err(error)) => return Err(failure(&error)),
        None => return Err(Failure::new("it cannot be drawn")),
    };
    let drawing = redraw::redraw(&svg).ok_or_else(|| Failure::new("it cannot be drawn"))?;
    if drawing.svg.len() > MAX_SVG {
        return Err(Failure::new(format!(
            "its drawing is larger than {} kB",
            MAX_SVG / 1000
        )));
    }
    Ok(drawing)
}

fn failure(error: &RenderError) -> Failure {
    match error {
        RenderError::Parse(problem) => {
            let message = problem.terminal_safe_message();
            let message = message.lines().next().unwrap_or_default();
            // `Diagram parse error (flowchart-v2): …`
            let said = message.split_once("): ").map_or(message, |(_, said)| said);
            let said: String = said.chars().filter(|c| !c.is_control()).take(200).collect();
            Failure {
                message: said,
                at: problem.terminal_diagnostic_details().span.map(|span| span.start),
            }
        }
        RenderError::NoDiagram => Failure::new("it does not start with a kind of diagram that is known"),
        RenderError::Cancelled(_) => Failure::new("it takes too long to draw"),
        RenderError::ResourceLimitExceeded(_) => Failure::new("it is too large to draw"),
        _ => Failure::new("it cannot be drawn"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_states_stand_in_the_middle_of_them() {
        let drawing = draw("stateDiagram-v2\n  Open --> Shut: by hand\n").expect("a drawing");
        let texts: Vec<&str> = drawing.svg.split("<text").skip(1).collect();
        assert_eq!(texts.len(), 3, "{}", drawing.svg);
        for text in texts {
            let element = text.split('>').next().unwrap_or_default();
            assert!(element.contains("text-anchor=\"middle\""), "{element}");
            assert!(element.contains(" transform=\"translate("), "{element}");
        }
    }
}
