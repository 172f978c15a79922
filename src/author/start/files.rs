//! The starters: files of a new organisation repository, as they will be written but for a few words in braces.

use super::Purpose;
use crate::repository::CONFIG_FILE;

/// What the front page says of the starters.
pub(super) const TOUR: &str = include_str!("../starter/index-tour.md");

/// Path, purpose and text of every file; `docent.yaml` comes last, so that a repository that has it has them all.
pub(super) const FILES: [(&str, Purpose, &str); 17] = [
    (".gitignore", Purpose::Settings, include_str!("../starter/gitignore")),
    ("README.md", Purpose::Settings, include_str!("../starter/README.md")),
    ("people.yaml", Purpose::People, include_str!("../starter/people.yaml")),
    (
        "vision/0001-what-we-want-to-be-good-at.md",
        Purpose::Document,
        include_str!("../starter/vision.md"),
    ),
    (
        "teams/first-team.md",
        Purpose::Document,
        include_str!("../starter/team.md"),
    ),
    (
        "customers/0001-our-engineers.md",
        Purpose::Document,
        include_str!("../starter/customer.md"),
    ),
    (
        "metrics/0001-change-lead-time.md",
        Purpose::Document,
        include_str!("../starter/metric.md"),
    ),
    (
        "metrics/0001-change-lead-time.csv",
        Purpose::Document,
        include_str!("../starter/metric.csv"),
    ),
    (
        "initiatives/0001-review-changes-within-a-day.md",
        Purpose::Document,
        include_str!("../starter/initiative.md"),
    ),
    (
        "rewrites/0001-a-pipeline-instead-of-the-deployment-scripts.md",
        Purpose::Document,
        include_str!("../starter/rewrite.md"),
    ),
    (
        "incidents/{day-12}-sign-in-failed.md",
        Purpose::Document,
        include_str!("../starter/incident.md"),
    ),
    (
        "decisions/0001-keep-our-documents-in-git.md",
        Purpose::Document,
        include_str!("../starter/decision.md"),
    ),
    ("pages/index.md", Purpose::Page, include_str!("../starter/index.md")),
    (
        ".github/workflows/docent.yml",
        Purpose::Automation,
        include_str!("../starter/github.yml"),
    ),
    (
        ".gitlab-ci.yml",
        Purpose::Automation,
        include_str!("../starter/gitlab.yml"),
    ),
    (
        ".githooks/pre-commit",
        Purpose::Hook,
        include_str!("../starter/pre-commit"),
    ),
    (CONFIG_FILE, Purpose::Settings, include_str!("../starter/docent.yaml")),
];
