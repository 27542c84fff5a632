package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.ledger.Receipt;
import io.micronaut.serde.annotation.Serdeable;

/// The answer to an accepted sample.
///
/// Source: rule P5.
@Serdeable.Serializable
public record SampleReceipt(
        String status, String job, String state, String item, String collection, boolean duplicate, Self links) {

    /// Where the job can be watched.
    @Serdeable.Serializable
    public record Self(String self) {}

    static SampleReceipt of(Receipt receipt) {
        return new SampleReceipt(
                "accepted",
                receipt.job().id().text(),
                receipt.job().state().name(),
                receipt.job().request().itemId(),
                receipt.job().request().collection(),
                receipt.answer() != Receipt.Answer.CREATED,
                new Self(Links.path(receipt.job())));
    }
}
