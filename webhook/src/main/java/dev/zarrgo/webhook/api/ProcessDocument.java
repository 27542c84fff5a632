package dev.zarrgo.webhook.api;

/// The process that this service offers.
final class ProcessDocument {

    static final String ID = "convert";

    private ProcessDocument() {}
}
