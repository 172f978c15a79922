//! A job of GitLab CI, as its runner would run it: `extends`, `default`, rules on variables, and the script by bash.

use std::collections::BTreeMap;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use serde_yaml::Value;

use super::github::fake_cargo;
use super::repo::{Repo, git};

/// A pipeline of a project that was cloned from `remote.git` beside a repository.
pub struct Pipeline {
    home: Utf8PathBuf,
    variables: BTreeMap<String, String>,
}

/// What a job did.
#[derive(Debug)]
pub struct Done {
    pub code: i32,
    pub log: String,
}

impl Pipeline {
    /// The pipeline of a merge request of `topic` into `main`.
    pub fn of_merge_request(repo: &Repo) -> Self {
        let base = repo.git(&["merge-base", "main", "topic"]);
        Self::new(repo, "topic")
            .with("CI_PIPELINE_SOURCE", "merge_request_event")
            .with("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim())
            .with("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
            .with("CI_COMMIT_BEFORE_SHA", &"0".repeat(40))
    }

    /// The pipeline of the default branch after a push.
    pub fn of_default_branch(repo: &Repo, before: &str) -> Self {
        Self::new(repo, "main")
            .with("CI_PIPELINE_SOURCE", "push")
            .with("CI_COMMIT_BRANCH", "main")
            .with("CI_COMMIT_BEFORE_SHA", &repo.id(before).to_string())
    }

    fn new(repo: &Repo, branch: &str) -> Self {
        let home = repo.beside(&format!("gitlab-{branch}"));
        for folder in ["fake", "home"] {
            std::fs::create_dir_all(home.join(folder)).expect("a folder");
        }
        fake_cargo(&home.join("fake"));
        let remote = format!("file://{}", repo.beside("remote.git"));
        let clone = git(home.as_std_path())
            .args(["clone", "--quiet", "--no-checkout", &remote, "project"])
            .status();
        assert!(clone.expect("Git").success());
        let project = home.join("project");
        let switch = git(project.as_std_path())
            .args(["checkout", "--quiet", "--detach", &format!("origin/{branch}")])
            .status();
        assert!(switch.expect("Git").success());
        let pipeline = Self {
            home,
            variables: BTreeMap::new(),
        };
        pipeline
            .with("CI", "true")
            .with("GITLAB_CI", "true")
            .with("CI_DEFAULT_BRANCH", "main")
            .with("CI_PROJECT_DIR", project.as_str())
    }

    /// Sets a variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Where the project is checked out.
    pub fn project(&self) -> Utf8PathBuf {
        self.home.join("project")
    }

    /// Runs a job, if the pipeline has it.
    pub fn run(&self, file: &Value, job: &str) -> Option<Done> {
        let own = &file[job];
        let parent = own["extends"].as_str().map_or(&Value::Null, |name| &file[name]);
        let find = |key: &str| {
            let places = [own, parent, &file["default"], file];
            places
                .into_iter()
                .map(|place| &place[key])
                .find(|value| !value.is_null())
        };
        if !self.has(&file["workflow"]["rules"]) || !self.has(&own["rules"]) {
            return None;
        }
        let mut variables = self.variables.clone();
        for place in [file, parent, own] {
            for (name, value) in place["variables"].as_mapping().into_iter().flatten() {
                let value = match value {
                    Value::String(text) => text.clone(),
                    other => serde_yaml::to_string(other).expect("YAML").trim().to_owned(),
                };
                variables.insert(name.as_str().expect("a name").to_owned(), value);
            }
        }
        assert_eq!(variables["GIT_DEPTH"], "0", "the clone here is whole");
        let lines = [find("before_script"), find("script")];
        let lines = lines
            .into_iter()
            .flatten()
            .flat_map(|it| it.as_sequence().expect("lines"));
        let script: String = lines
            .map(|line| format!("{}\n", line.as_str().expect("a line")))
            .collect();
        Some(self.bash(&script, &variables))
    }

    fn bash(&self, script: &str, variables: &BTreeMap<String, String>) -> Done {
        let fake = self.home.join("fake");
        let output = Command::new("bash")
            .args(["-eo", "pipefail", "-c", script])
            .current_dir(self.project())
            .env_clear()
            .envs(variables)
            .env("PATH", format!("{fake}:/usr/local/bin:/usr/bin:/bin"))
            .env("HOME", self.home.join("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("SOURCE_DATE_EPOCH", "1767258000")
            .output()
            .expect("bash");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Done {
            code: output.status.code().expect("an exit code"),
            log: text(&output.stdout) + &text(&output.stderr),
        }
    }

    /// Whether one of the rules holds; without rules, all is well.
    fn has(&self, rules: &Value) -> bool {
        let Some(rules) = rules.as_sequence() else { return true };
        rules.iter().any(|rule| {
            let condition = rule["if"].as_str().expect("a condition");
            condition.split("&&").all(|part| {
                let (left, right) = part.split_once("==").expect("a comparison");
                self.operand(left) == self.operand(right)
            })
        })
    }

    fn operand(&self, text: &str) -> Option<String> {
        match text.trim().strip_prefix('$') {
            Some(name) => self.variables.get(name).cloned(),
            None => Some(text.trim().trim_matches('"').to_owned()),
        }
    }
}

/// Reads a component: its header and, with these inputs and else the defaults, its jobs.
pub fn component(path: &Utf8Path, inputs: &[(&str, &str)]) -> Value {
    let text = std::fs::read_to_string(path).expect("the component");
    let (header, jobs) = text.split_once("\n---\n").expect("a header");
    let header: Value = serde_yaml::from_str(header).expect("YAML");
    let mut jobs = jobs.to_owned();
    for (name, input) in header["spec"]["inputs"].as_mapping().expect("inputs") {
        let name = name.as_str().expect("a name");
        let given = inputs
            .iter()
            .find(|(it, _)| *it == name)
            .map(|(_, value)| (*value).to_owned());
        let default = || match &input["default"] {
            Value::String(text) => text.clone(),
            other => serde_yaml::to_string(other).expect("YAML").trim().to_owned(),
        };
        jobs = jobs.replace(&format!("$[[ inputs.{name} ]]"), &given.unwrap_or_else(default));
    }
    assert!(!jobs.contains("$[["), "an input that does not exist: {jobs}");
    serde_yaml::from_str(&jobs).expect("YAML")
}
