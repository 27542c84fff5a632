package dev.zarrgo.controller.ledger;

/// Who changes a job, and why: both go into its history.
///
/// Source: rule A11.
public record Actor(String name, String reason) {

    public static final String CONTROLLER = "controller";

    static Actor controller(String reason) {
        return new Actor(CONTROLLER, reason);
    }
}
