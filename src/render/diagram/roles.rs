//! What a shape of a drawing is, told from the classes that the library gives it: what the theme draws alike is one role.

use super::colour::tone;

/// What an element is drawn as; the names of its classes on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A box.
    Node,
    /// What stands around boxes, and bands behind them.
    Group,
    /// A line between boxes, an axis, a tick.
    Edge,
    /// The outline of a box that is drawn apart from its fill.
    Outline,
    /// The ground behind words on a line.
    Ground,
    /// The head of an arrow.
    Head,
    /// A head that is only outlined.
    HollowHead,
    /// Part of a series that is told apart by colour.
    Series,
    /// A note.
    Note,
    /// Nothing that is seen.
    Nothing,
}

impl Role {
    pub(super) fn class(self) -> &'static str {
        match self {
            Role::Node => "n",
            Role::Group => "u",
            Role::Edge => "e",
            Role::Outline => "x",
            Role::Ground => "l",
            Role::Head => "h",
            Role::HollowHead => "o",
            Role::Series => "s",
            Role::Note => "n t-wait",
            Role::Nothing => "",
        }
    }
}

/// What the elements around one say of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    pub(super) marker: bool,
    pub(super) node: bool,
    pub(super) group: bool,
    pub(super) edge_label: bool,
    pub(super) label: bool,
    pub(super) legend: bool,
    pub(super) switch: bool,
    pub(super) note: bool,
    pub(super) series: Option<usize>,
}

impl Around {
    /// What an element with these classes says to those within it.
    pub(super) fn within(mut self, name: &str, classes: &str) -> Self {
        self.marker |= name == "marker";
        self.switch |= name == "switch";
        for class in classes.split_ascii_whitespace() {
            match class {
                "node" | "rough-node" => self.node = true,
                "cluster" | "quadrant" => self.group = true,
                "edgeLabel" => self.edge_label = true,
                "label" => self.label = true,
                "legend" => self.legend = true,
                "statediagram-note" => self.note = true,
                "data-point" => self.series = Some(0),
                _ => {}
            }
        }
        if let Some(number) = series(classes) {
            self.series = Some(number);
        }
        self
    }
}

/// Most series that are told apart; further ones begin anew.
pub(super) const SERIES: usize = 6;

/// The number of the series that classes name.
pub(super) fn series(classes: &str) -> Option<usize> {
    const STARTS: [&str; 11] = [
        "section-type-",
        "task-type-",
        "section-edge-",
        "section-",
        "actor-",
        "bar-plot-",
        "line-plot-",
        "commit",
        "branch",
        "arrow",
        "label",
    ];
    let number = |class: &str| {
        let rest = STARTS.iter().find_map(|start| class.strip_prefix(start))?;
        rest.parse::<usize>().ok()
    };
    classes
        .split_ascii_whitespace()
        .find_map(number)
        .map(|number| number % SERIES)
}

/// Classes of lines; some of them stand on paths that say of themselves that they are filled.
const LINES: [&str; 14] = [
    "flowchart-link",
    "transition",
    "relation",
    "relationshipLine",
    "messageLine0",
    "messageLine1",
    "edge",
    "arrow",
    "domain",
    "loopLine",
    "mouth",
    "actor-line",
    "branch",
    "actor-man",
];

/// What a shape is. `fill` is what it says of its own filling.
pub(super) fn role(name: &str, classes: &str, fill: &str, around: Around) -> Role {
    let has = |wanted: &str| classes.split_ascii_whitespace().any(|class| class == wanted);
    if around.marker {
        return if matches!(fill, "none" | "transparent" | "white") {
            Role::HollowHead
        } else {
            Role::Head
        };
    }
    if has("edge-thickness-invisible") || has("today") || has("pieOuterCircle") {
        return Role::Nothing;
    }
    if has("labelBkg") || has("commit-label-bkg") || has("background") || (name == "rect" && around.edge_label) {
        return if around.node || !(around.edge_label || has("commit-label-bkg")) {
            Role::Nothing
        } else {
            Role::Ground
        };
    }
    if name == "line" || name == "polyline" || LINES.iter().any(|line| has(line)) {
        return Role::Edge;
    }
    if fill == "none" {
        return if around.node { Role::Outline } else { Role::Edge };
    }
    if has("note") || around.note {
        return Role::Note;
    }
    if has("section") || around.group || has("labelBox") || has("rect") {
        return Role::Group;
    }
    if has("state-start") || has("state-end") || has("fork-join") {
        return Role::Head;
    }
    if has("pieCircle") || has("task") || around.legend || around.series.is_some() {
        return Role::Series;
    }
    Role::Node
}

/// The tone that a shape has by its classes: tasks that are done, active or critical.
pub(super) fn task_tone(classes: &str) -> Option<&'static str> {
    let mut classes = classes.split_ascii_whitespace();
    classes.find_map(|class| match class.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "crit" | "activeCrit" | "doneCrit" => Some("t-error"),
        "done" => Some("t-done"),
        "active" => Some("t-active"),
        "milestone" => Some("t-closed"),
        _ => None,
    })
}

/// The tone that the author's own colours give.
pub(super) fn own_tone(style: &str, role: Role) -> Option<&'static str> {
    let key = if role == Role::Edge { "stroke" } else { "fill" };
    let colour = property(style, key)?;
    tone(colour)
}

/// A property of a style, without its importance.
pub(super) fn property<'a>(style: &'a str, key: &str) -> Option<&'a str> {
    let declared = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let mut values = declared.filter(|(name, _)| name.trim() == key);
    let (_, value) = values.next_back()?;
    Some(value.trim().trim_end_matches("!important").trim())
}
