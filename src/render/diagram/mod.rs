//! Mermaid diagrams, drawn at build time.
//!
//! Takes the source of a diagram, gives a [`Drawing`]: SVG made of shapes and words only, whose looks come from classes of
//! our own and whose ids have a placeholder for their start; or a [`Failure`] that says what is wrong with the source.
//! What the library draws is not trusted: `redraw` writes it anew from an allow list. Loads nothing, runs nothing, and
//! knows no clock: what would take too long is told by its size, so that it is refused on every machine or on none.

mod colour;
mod redraw;
mod roles;
mod xml;

use std::sync::LazyLock;

use merman::svg::{RenderResourcePolicy, ResourceLimitId, SvgEnvironment, SvgRenderOptions};
use merman::{
    Engine, MermaidConfig, OperationControl, ParseOptions, RenderError, RenderOutput, RenderRequest, Renderer,
    SvgRequest,
};

pub use redraw::{Drawing, ID};

/// Largest source. A diagram of a hundred nodes is 4 kB.
const MAX_SOURCE: usize = 20_000;
/// Largest drawing that is put into a page.
const MAX_SVG: usize = 400_000;
/// Most steps of laying out, as the library counts them. A flow chart of a hundred boxes and a hundred and fifty lines
/// takes two thirds; ten times as many are begun before they are counted, and take seconds.
const MAX_LAYOUT: usize = 300_000;
/// Most days of all tasks of a Gantt chart that leaves some days out: they are gone through one by one.
const MAX_DAYS: i64 = 10_000;
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

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    // Labels as SVG text: HTML in a drawing is nothing that a page should trust.
    let settings = serde_json::json!({ "htmlLabels": false, "flowchart": { "htmlLabels": false }, "theme": "base" });
    Engine::new().with_site_config(MermaidConfig::from_value(settings))
});

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new().with_engine(ENGINE.clone()));

/// Draws a diagram.
///
/// # Errors
/// When the source is no diagram that can be drawn, or one that is too large.
pub fn draw(source: &str) -> Result<Drawing, Failure> {
    if source.len() > MAX_SOURCE {
        return Err(Failure::new(format!("it is larger than {} kB", MAX_SOURCE / 1000)));
    }
    let resources = RenderResourcePolicy::interactive().with_limit(ResourceLimitId::MaxLayoutWorkUnits, MAX_LAYOUT);
    let resources = resources.map_err(|_| Failure::new("it cannot be drawn"))?;
    let request = SvgRequest {
        environment: SvgEnvironment::deterministic().with_resource_policy(resources),
        options: SvgRenderOptions {
            diagram_id: Some("m".to_owned()),
            ..SvgRenderOptions::default()
        },
        ..SvgRequest::default()
    };
    // A parser of another's making meets whatever authors write. What it cannot stand is a diagram that is not drawn, so
    // it works in a thread of its own, where it may fail and has the room to nest.
    let drawn = std::thread::scope(|scope| {
        let work = || match days(source) > MAX_DAYS {
            true => None,
            false => Some(RENDERER.render(RenderRequest::svg(source, OperationControl::new(), request))),
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.ok().and_then(|thread| thread.join().ok())
    });
    let svg = match drawn {
        Some(None) => return Err(Failure::new("its tasks take too many days")),
        Some(Some(Ok(RenderOutput::Svg(Some(svg))))) => svg.into_parts().0,
        Some(Some(Ok(_))) => return Err(Failure::new("it does not start with a kind of diagram that is known")),
        Some(Some(Err(error))) => return Err(failure(&error)),
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

/// How many days the tasks of a Gantt chart take that leaves days out, before it does; 0 for any other diagram.
fn days(source: &str) -> i64 {
    let words = source.to_ascii_lowercase();
    if !words.contains("gantt") || !words.contains(EXCLUDES) {
        return 0;
    }
    // Read with nothing left out. `to_ascii_lowercase` keeps the place of every byte.
    let mut whole = source.to_owned();
    for (at, _) in words.match_indices(EXCLUDES) {
        whole.replace_range(at..at + EXCLUDES.len(), "includes");
    }
    let Ok(Some(chart)) = ENGINE.parse_diagram_sync(&whole, ParseOptions::strict()) else {
        return 0;
    };
    let tasks = chart.model["tasks"].as_array().into_iter().flatten();
    let lengths = tasks.filter_map(|task| Some(task["endTime"].as_i64()?.saturating_sub(task["startTime"].as_i64()?)));
    lengths.fold(0, |sum: i64, length| sum.saturating_add(length.max(0))) / (24 * 60 * 60 * 1000)
}

/// How a Gantt chart says which days it leaves out.
const EXCLUDES: &str = "excludes";

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
        RenderError::ResourceLimitExceeded(_) => Failure::new("it is too large to draw"),
        _ => Failure::new("it cannot be drawn"),
    }
}

#[cfg(test)]
mod tests {
    use super::draw;

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

    fn refused(source: &str) -> String {
        draw(source).expect_err("a diagram that takes too long").message
    }

    #[test]
    fn what_would_take_long_is_refused_by_its_size() {
        let boxes: Vec<String> = (0..100).map(|number| format!("a{number}")).collect();
        let boxes = boxes.join("&");
        assert_eq!(
            refused(&format!("flowchart LR\n{boxes}-->{boxes}\n")),
            "it is too large to draw"
        );
        let lines: String = (0..1200)
            .map(|it| format!("a{}-->a{}\n", it * 7919 % 400, it * 104_729 % 397))
            .collect();
        assert_eq!(refused(&format!("flowchart LR\n{lines}")), "it is too large to draw");
        for length in ["9999999d", "99999w"] {
            let chart = format!("gantt\n dateFormat YYYY-MM-DD\n Excludes weekends\n a :2026-01-01, {length}\n");
            assert_eq!(refused(&chart), "its tasks take too many days");
        }
    }

    #[test]
    fn what_people_draw_is_drawn() {
        let line = |it: i32| match it % 2 {
            0 => format!("a{}[\"Some words\"]-->a{it}\na{}-->|x|a{it}\n", it * 2 / 3, it * 3 / 4),
            _ => format!("a{}[\"Some words\"]-->a{it}\n", it * 2 / 3),
        };
        let lines: String = (1..100).map(line).collect();
        assert_eq!(draw(&format!("flowchart LR\n{lines}")).map(|_| ()), Ok(()));
        let tasks: String = (0..100).map(|it| format!("t{it} :2026-01-01, 30d\n")).collect();
        let chart = format!("gantt\n dateFormat YYYY-MM-DD\n excludes weekends\n{tasks}");
        assert_eq!(draw(&chart).map(|_| ()), Ok(()));
    }
}
