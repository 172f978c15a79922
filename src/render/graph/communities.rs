//! Which documents belong together: more connections lead within a community than out of it.

use std::collections::BTreeMap;

/// Most rounds of moving nodes: it has settled long before.
const MOST_ROUNDS: usize = 12;

/// Puts every node into a community, so that the modularity of the whole is high (the method of Louvain), with at most so
/// many nodes in each. The communities come in the order of their first nodes, their nodes in order.
pub fn communities(nodes: usize, edges: &[(usize, usize)], most: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..nodes).map(|node| vec![node]).collect();
    loop {
        let mut group_of = vec![0; nodes];
        for (group, members) in groups.iter().enumerate() {
            members.iter().for_each(|node| group_of[*node] = group);
        }
        let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
        let between = edges.iter().map(|(from, to)| (group_of[*from], group_of[*to]));
        let moved = settle(&sizes, between, most);
        let mut merged: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (group, target) in moved.into_iter().enumerate() {
            merged.entry(target).or_default().append(&mut groups[group]);
        }
        let count = groups.len();
        groups = merged.into_values().collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_unstable();
        if groups.len() == count {
            return groups;
        }
    }
}

/// Moves each node to the neighbours it has most to do with, again and again, until none wants to move. Gives the community
/// of each node.
fn settle(sizes: &[usize], edges: impl Iterator<Item = (usize, usize)>, most: usize) -> Vec<usize> {
    let count = sizes.len();
    let mut neighbours: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
    let mut degree = vec![0.0; count];
    let mut total = 0.0;
    for (from, to) in edges {
        degree[from] += 1.0;
        degree[to] += 1.0;
        total += 2.0;
        if from != to {
            *neighbours[from].entry(to).or_default() += 1.0;
            *neighbours[to].entry(from).or_default() += 1.0;
        }
    }
    let mut community: Vec<usize> = (0..count).collect();
    let mut size = sizes.to_vec();
    let mut weight = degree.clone();
    for _ in 0..MOST_ROUNDS {
        let mut moved = false;
        for node in 0..count {
            let own = community[node];
            let mut links: BTreeMap<usize, f64> = BTreeMap::new();
            for (other, strength) in &neighbours[node] {
                *links.entry(community[*other]).or_default() += strength;
            }
            weight[own] -= degree[node];
            size[own] -= sizes[node];
            let gain = |to: usize| links.get(&to).copied().unwrap_or(0.0) - weight[to] * degree[node] / total;
            let fits = |to: &usize| size[*to] + sizes[node] <= most;
            let mut best = (own, gain(own));
            for to in links.keys().copied().filter(fits) {
                // A little more than rounding can make, so that it ends.
                if gain(to) > best.1 + 1e-9 {
                    best = (to, gain(to));
                }
            }
            weight[best.0] += degree[node];
            size[best.0] += sizes[node];
            moved |= best.0 != own;
            community[node] = best.0;
        }
        if !moved {
            break;
        }
    }
    community
}

#[cfg(test)]
mod tests {
    use super::communities;

    #[test]
    fn what_hangs_together_is_found() {
        let triangle = |first: usize| [(first, first + 1), (first + 1, first + 2), (first + 2, first)];
        let mut edges: Vec<_> = [0, 3, 6].into_iter().flat_map(triangle).collect();
        edges.extend([(2, 3), (5, 6)]);
        assert_eq!(
            communities(10, &edges, 40),
            [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7, 8], vec![9]]
        );
    }

    #[test]
    fn none_is_larger_than_allowed() {
        let star: Vec<_> = (1..50).map(|node| (node, 0)).collect();
        let found = communities(50, &star, 12);
        assert!(found.iter().all(|group| group.len() <= 12));
        assert_eq!(found.iter().map(Vec::len).sum::<usize>(), 50);
        assert_eq!(communities(0, &[], 12), Vec::<Vec<usize>>::new());
    }
}
