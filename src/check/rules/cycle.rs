//! Documents that depend on themselves in the end.

use std::collections::VecDeque;

use crate::check::context::Context;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;
use crate::link::Origin;
use crate::model::DocumentIndex;

/// Keys of the fields that must not lead back to where they began.
const FIELDS: [&str; 3] = ["depends_on", "parent", "supersedes"];

/// Most ids of a chain that a message names.
const MOST_NAMED: usize = 24;

/// The rule.
pub static RULE: Rule = Rule {
    name: "cycle",
    group: Group::References,
    severity: Weight::Error,
    summary: "`depends_on`, `parent` or `supersedes` leads from a document back to itself",
    why: "What waits for itself never begins, and what is part of itself is on no roadmap. Such circles arise when two people \
          each add a line.",
    example: "INI-1:  depends_on: [INI-2]\nINI-2:  depends_on: [INI-1]",
    mend: "Take one of the references in the chain away: the one that says \"it would be nice\" rather than \"it must\".",
    run: Run::Corpus(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (field, graph) in FIELDS.into_iter().zip(graphs(context)) {
        for members in components(&graph.edges) {
            report(context, field, &graph, &members, findings);
        }
    }
}

/// Where a field leads: only the documents that have to do with it, because few have.
#[derive(Default)]
struct Graph {
    /// The documents, in the order of the corpus.
    documents: Vec<DocumentIndex>,
    /// For each of them, the positions among them of those that the field leads to.
    edges: Vec<Vec<usize>>,
}

impl Graph {
    fn of(targets: &[(DocumentIndex, Vec<DocumentIndex>)]) -> Self {
        let all = targets.iter().flat_map(|(from, to)| to.iter().chain([from]));
        let mut documents: Vec<DocumentIndex> = all.copied().collect();
        documents.sort_unstable();
        documents.dedup();
        let mut edges = vec![Vec::new(); documents.len()];
        let position = |index: &DocumentIndex| documents.binary_search(index).ok();
        for (from, to) in targets {
            if let Some(from) = position(from) {
                edges[from] = to.iter().filter_map(position).collect();
            }
        }
        Self { documents, edges }
    }
}

/// For each field, where it leads.
fn graphs(context: &Context<'_>) -> [Graph; FIELDS.len()] {
    let (corpus, links) = (context.corpus(), context.links());
    let mut targets = FIELDS.map(|_| Vec::new());
    for (index, document) in corpus.iter() {
        for (targets, field) in targets.iter_mut().zip(FIELDS) {
            if document.fields.filled(field).is_some() {
                targets.push((index, links.of_field(index, field).collect()));
            }
        }
    }
    targets.map(|targets| Graph::of(&targets))
}

/// The sets of documents of which each leads to each (Tarjan's strongly connected components, without recursion, so that
/// a chain of ten thousand documents is as good as one of ten). Those of one document are left out unless it leads to
/// itself.
fn components(graph: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; graph.len()];
    let mut low = vec![0; graph.len()];
    let mut is_open = vec![false; graph.len()];
    let (mut next, mut open, mut found) = (0, Vec::new(), Vec::new());
    for root in 0..graph.len() {
        if order[root] != UNSEEN || graph[root].is_empty() {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, edge)) = path.last_mut() {
            let node = *node;
            if *edge == 0 && order[node] == UNSEEN {
                (order[node], low[node]) = (next, next);
                next += 1;
                open.push(node);
                is_open[node] = true;
            }
            if let Some(&target) = graph[node].get(*edge) {
                *edge += 1;
                if order[target] == UNSEEN {
                    path.push((target, 0));
                } else if is_open[target] {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                low[*above] = low[*above].min(low[node]);
            }
            if low[node] == order[node] {
                let from = open.iter().rposition(|member| *member == node).unwrap_or(0);
                let members = open.split_off(from);
                members.iter().for_each(|member| is_open[*member] = false);
                if members.len() > 1 || graph[node].contains(&node) {
                    found.push(members);
                }
            }
        }
    }
    found
}

fn report(context: &Context<'_>, field: &str, graph: &Graph, members: &[usize], findings: &mut Findings) {
    let corpus = context.corpus();
    let Some(first) = members.iter().copied().min() else {
        return;
    };
    let chain = shortest_circle(&graph.edges, members, first);
    let at = |position: usize| graph.documents[position];
    let id = |position: usize| corpus.get(at(position)).id.value.as_str();
    let mut names: Vec<_> = chain.iter().take(MOST_NAMED).map(|position| id(*position)).collect();
    let more = format!("… {} more …", chain.len().saturating_sub(MOST_NAMED));
    if chain.len() > MOST_NAMED {
        names.push(&more);
    }
    names.push(id(first));
    let document = corpus.get(at(first));
    let second = at(chain.get(1).copied().unwrap_or(first));
    let references = context.links().from(at(first)).iter();
    let place = references
        .filter(|it| matches!(&it.origin, Origin::Field(key) if key == field))
        .find(|it| it.target.document() == Some(second));
    let message = match chain.len() {
        1 => format!("`{field}` of `{}` names the document itself", id(first)),
        _ => format!("`{field}` leads in a circle: {}", names.join(" → ")),
    };
    findings
        .add(
            Severity::Error,
            document.path(),
            place.map_or_else(|| document.head(), |place| place.span),
            message,
        )
        .help(match chain.len() {
            1 => "take it away",
            _ => "take one of these references away",
        });
}

/// The shortest way from a document back to itself within a component, the document first.
fn shortest_circle(graph: &[Vec<usize>], members: &[usize], first: usize) -> Vec<usize> {
    let inside: std::collections::HashSet<_> = members.iter().copied().collect();
    let mut came_from = std::collections::HashMap::new();
    let mut queue = VecDeque::from([first]);
    while let Some(node) = queue.pop_front() {
        for &target in graph[node].iter().filter(|target| inside.contains(target)) {
            if target == first {
                let mut chain = vec![node];
                while let Some(before) = chain.last().and_then(|last| came_from.get(last)) {
                    chain.push(*before);
                }
                chain.reverse();
                return chain;
            }
            if let std::collections::hash_map::Entry::Vacant(place) = came_from.entry(target) {
                place.insert(node);
                queue.push_back(target);
            }
        }
    }
    vec![first]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_once_and_chains_are_none() {
        let graph = vec![vec![1], vec![2], vec![0, 3], vec![4], vec![], vec![5]];
        let mut found = components(&graph);
        found.iter_mut().for_each(|members| members.sort_unstable());
        assert_eq!(found, [vec![0, 1, 2], vec![5]]);
        assert_eq!(shortest_circle(&graph, &found[0], 0), [0, 1, 2]);
        assert_eq!(shortest_circle(&graph, &found[1], 5), [5]);
    }

    #[test]
    fn a_very_long_chain_needs_no_stack() {
        let mut graph: Vec<_> = (1..=100_000).map(|next| vec![next]).collect();
        graph.push(vec![0]);
        assert_eq!(components(&graph).iter().map(Vec::len).collect::<Vec<_>>(), [100_001]);
    }
}
