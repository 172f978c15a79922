//! The table of rules. Adding one takes its file, a line here and its cases.

mod accountable;
mod action_incomplete;
mod action_overdue;
mod anchor_missing;
mod born_late;
mod config_key;
mod config_rule;
mod config_value;
mod cycle;
mod data_file;
mod date_order;
mod decision_expired;
mod definition_duplicate;
mod definition_key;
mod definition_value;
mod document_deleted;
mod duplicate_key;
mod duration_typed;
mod field_kind;
mod field_required;
mod field_unknown;
mod field_value;
mod folder_wrong;
mod followup_overdue;
mod front_matter_missing;
mod front_matter_unterminated;
mod frozen;
mod id_changed;
mod id_duplicate;
mod id_form;
mod id_on_branch;
mod image_missing;
mod link_absolute;
mod link_broken;
mod link_empty;
mod link_outside;
mod link_scheme;
mod metric_stale;
mod people_file;
mod person_unknown;
mod reference_type;
mod reference_unknown;
mod rests_on_rejected;
mod route_duplicate;
mod section_applies;
mod section_demand;
mod section_duplicate;
mod section_empty;
mod section_placeholder;
mod section_required;
mod section_short;
mod stale_draft;
mod state_move;
mod status_missing;
mod status_unknown;
mod supersession;
mod team_unknown;
mod theme;
mod timeline_outside;
mod unreadable;
mod yaml_bounds;
mod yaml_syntax;

use super::rule::Rule;

/// Every rule, in the order they are listed.
pub static ALL: &[&Rule] = &[
    &unreadable::RULE,
    &front_matter_missing::RULE,
    &front_matter_unterminated::RULE,
    &yaml_syntax::RULE,
    &duplicate_key::RULE,
    &yaml_bounds::RULE,
    &config_key::RULE,
    &config_value::RULE,
    &config_rule::RULE,
    &definition_key::RULE,
    &definition_value::RULE,
    &definition_duplicate::RULE,
    &people_file::RULE,
    &theme::FILE,
    &theme::WORDS,
    &theme::REFUSED,
    &theme::NAVIGATION,
    &field_required::RULE,
    &field_kind::RULE,
    &field_value::RULE,
    &field_unknown::RULE,
    &date_order::RULE,
    &accountable::RULE,
    &person_unknown::RULE,
    &team_unknown::RULE,
    &data_file::RULE,
    &status_missing::RULE,
    &status_unknown::RULE,
    &state_move::RULE,
    &born_late::RULE,
    &frozen::RULE,
    &section_required::RULE,
    &section_empty::RULE,
    &section_placeholder::RULE,
    &section_short::RULE,
    &section_demand::RULE,
    &section_applies::RULE,
    &section_duplicate::RULE,
    &reference_unknown::RULE,
    &reference_type::RULE,
    &anchor_missing::RULE,
    &link_broken::RULE,
    &image_missing::RULE,
    &link_outside::RULE,
    &link_absolute::RULE,
    &link_scheme::RULE,
    &link_empty::RULE,
    &supersession::RULE,
    &cycle::RULE,
    &rests_on_rejected::RULE,
    &id_duplicate::RULE,
    &id_on_branch::RULE,
    &id_form::RULE,
    &id_changed::RULE,
    &document_deleted::RULE,
    &folder_wrong::RULE,
    &route_duplicate::RULE,
    &action_incomplete::RULE,
    &timeline_outside::RULE,
    &duration_typed::RULE,
    &action_overdue::RULE,
    &followup_overdue::RULE,
    &metric_stale::RULE,
    &decision_expired::RULE,
    &stale_draft::RULE,
];

/// A rule by its name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_listed_by_group_and_have_names_of_their_own() {
        assert!(ALL.is_sorted_by_key(|rule| rule.group));
        let mut names: Vec<_> = ALL.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn a_manual_is_written_in_whole_sentences() {
        for rule in ALL {
            assert!(rule.why.ends_with('.') && rule.mend.ends_with('.'), "{}", rule.name);
            assert!(!rule.summary.ends_with('.'), "{}", rule.name);
            assert!(!rule.example.is_empty(), "{}", rule.name);
        }
    }
}
