//! What a CI service says about the change that it runs for.

/// What a service tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ci {
    /// Revisions that the change can be compared with, the best first. Which of them are there depends on how the service
    /// made its clone.
    pub(super) bases: Vec<String>,
    /// Whether the service may run for the base itself, so that being equal to it says nothing.
    pub(super) may_be_base: bool,
    /// How to make the service clone enough to compare.
    pub(super) setting: &'static str,
}

/// A pull request is checked out as its merge into the base, which is the first parent. Only a merge has it.
pub(super) const MERGED_INTO: &str = "HEAD^1";

/// How to get a whole clone where no service is known.
pub(super) const PLAIN_SETTING: &str = "run `git fetch --unshallow`";

/// Asks the environment and, on GitHub, the event file that it names.
///
/// Sources: "Default environment variables" and "Webhook events and payloads" of GitHub, "Predefined CI/CD variables" of
/// GitLab. Other services set `CI` and nothing that is common.
pub(super) fn look(
    variable: &dyn Fn(&str) -> Option<String>,
    read: &dyn Fn(&str) -> Option<String>,
    default_branch: Option<&str>,
) -> Option<Ci> {
    let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    let is_true = |name: &str| set(name).is_some_and(|value| value != "false" && value != "0");
    if is_true("GITHUB_ACTIONS") {
        return Some(Ci {
            bases: github(&set, read),
            may_be_base: false,
            setting: "set `fetch-depth: 0` under `with:` of `actions/checkout`",
        });
    }
    if is_true("GITLAB_CI") {
        return Some(Ci {
            bases: gitlab(&set),
            may_be_base: false,
            setting: "set `GIT_DEPTH: 0` under `variables:` in `.gitlab-ci.yml`",
        });
    }
    is_true("CI").then(|| Ci {
        bases: default_branch.map(str::to_owned).into_iter().collect(),
        may_be_base: true,
        setting: PLAIN_SETTING,
    })
}

fn github(set: &dyn Fn(&str) -> Option<String>, read: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let event = set("GITHUB_EVENT_PATH").and_then(|path| read(&path));
    let event = event.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    let told = |place: &str| {
        let value = event.as_ref().and_then(|event| event.pointer(place));
        value.and_then(|value| value.as_str()).map(str::to_owned)
    };
    if let Some(branch) = set("GITHUB_BASE_REF") {
        let mut bases = vec![format!("origin/{branch}")];
        bases.extend(told("/pull_request/base/sha"));
        bases.push(MERGED_INTO.to_owned());
        return bases;
    }
    if let Some(base) = told("/merge_group/base_sha") {
        return vec![base];
    }
    match told("/repository/default_branch") {
        Some(default) if set("GITHUB_REF_NAME").is_some_and(|branch| branch != default) => {
            vec![format!("origin/{default}")]
        }
        _ => without_zeros(told("/before").into_iter().collect()),
    }
}

fn gitlab(set: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut bases: Vec<_> = set("CI_MERGE_REQUEST_DIFF_BASE_SHA").into_iter().collect();
    bases.extend(set("CI_MERGE_REQUEST_TARGET_BRANCH_NAME").map(|branch| format!("origin/{branch}")));
    if !bases.is_empty() {
        return bases;
    }
    match set("CI_DEFAULT_BRANCH") {
        Some(default) if set("CI_COMMIT_BRANCH").as_ref() != Some(&default) => vec![format!("origin/{default}")],
        _ => without_zeros(set("CI_COMMIT_BEFORE_SHA").into_iter().collect()),
    }
}

/// Services write an id of zeros for "there was nothing before".
fn without_zeros(mut bases: Vec<String>) -> Vec<String> {
    bases.retain(|base| !base.bytes().all(|byte| byte == b'0'));
    bases
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bases(variables: &[(&str, &str)], event: &str) -> Option<Vec<String>> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let read = |_: &str| Some(event.to_owned());
        look(&variable, &read, Some("origin/main")).map(|ci| ci.bases)
    }

    fn list(bases: &[&str]) -> Option<Vec<String>> {
        Some(bases.iter().map(|base| (*base).to_owned()).collect())
    }

    #[test]
    fn github_tells_by_variables_and_by_the_event() {
        let github = ("GITHUB_ACTIONS", "true");
        let path = ("GITHUB_EVENT_PATH", "/event.json");
        assert_eq!(
            bases(
                &[github, path, ("GITHUB_BASE_REF", "main")],
                r#"{"pull_request": {"base": {"sha": "abc"}}}"#
            ),
            list(&["origin/main", "abc", "HEAD^1"])
        );
        assert_eq!(
            bases(&[github, path], r#"{"merge_group": {"base_sha": "abc"}}"#),
            list(&["abc"])
        );
        let push = r#"{"before": "abc", "repository": {"default_branch": "main"}}"#;
        assert_eq!(
            bases(&[github, path, ("GITHUB_REF_NAME", "main")], push),
            list(&["abc"])
        );
        assert_eq!(
            bases(&[github, path, ("GITHUB_REF_NAME", "topic")], push),
            list(&["origin/main"]),
            "an earlier push of the same branch is no base"
        );
        let synchronised = r#"{"before": "abc", "pull_request": {"base": {"sha": "def"}}}"#;
        assert_eq!(
            bases(&[github, path, ("GITHUB_BASE_REF", "main")], synchronised),
            list(&["origin/main", "def", "HEAD^1"])
        );
        assert_eq!(bases(&[github, path], r#"{"before": "0000000000"}"#), list(&[]));
        assert_eq!(bases(&[github, path, ("GITHUB_BASE_REF", "")], "not JSON"), list(&[]));
    }

    #[test]
    fn gitlab_tells_by_variables() {
        let gitlab = ("GITLAB_CI", "true");
        let default = ("CI_DEFAULT_BRANCH", "main");
        assert_eq!(
            bases(
                &[
                    gitlab,
                    default,
                    ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "abc"),
                    ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
                    ("CI_COMMIT_BEFORE_SHA", "0000"),
                ],
                ""
            ),
            list(&["abc", "origin/main"])
        );
        let on = |branch| {
            bases(
                &[
                    gitlab,
                    default,
                    ("CI_COMMIT_BRANCH", branch),
                    ("CI_COMMIT_BEFORE_SHA", "abc"),
                ],
                "",
            )
        };
        assert_eq!(on("topic"), list(&["origin/main"]));
        assert_eq!(on("main"), list(&["abc"]));
    }

    #[test]
    fn another_service_is_asked_for_the_default_branch() {
        assert_eq!(bases(&[("CI", "1")], ""), list(&["origin/main"]));
        assert_eq!(bases(&[("CI", "false")], ""), None);
        assert_eq!(bases(&[], ""), None);
    }
}
