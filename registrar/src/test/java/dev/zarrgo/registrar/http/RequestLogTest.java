package dev.zarrgo.registrar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("P81: requests to a STAC API are kept with what they took")
class RequestLogTest {

    private final RequestLog log = new RequestLog();

    @Test
    void answersAndCutConnectionsAreKept() throws Exception {
        try (var server = new FakeStacApi()) {
            Transport transport = log.around(Transport.jdk(HttpClient.Redirect.NEVER));
            URI collection = URI.create(server.address() + "/collections/c");
            transport.send(HttpRequest.newBuilder(collection).build());
            server.fail(FakeStacApi.Fault.cut("PUT", false));
            HttpRequest put = HttpRequest.newBuilder(collection)
                    .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            assertThatThrownBy(() -> transport.send(put)).isInstanceOf(IOException.class);
        }
        assertThat(log.entries())
                .extracting(RequestLog.Entry::method, RequestLog.Entry::endpoint, RequestLog.Entry::status)
                .containsExactly(
                        tuple("GET", "/collections/{collection}", 404), tuple("PUT", "/collections/{collection}", 0));
        assertThat(log.entries()).allSatisfy(entry -> assertThat(entry.took()).isPositive());
        assertThat(log.json().toString()).contains("\"seconds\"");
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/stac/collections,                       /collections",
        "https://h/collections/sentinel-2-l2a,             /collections/{collection}",
        "https://h/a/collections/s2/items,                 /collections/{collection}/items",
        "https://h/a/collections/s2/items/S2A_1?limit=1,   /collections/{collection}/items/{item}",
        "https://h/stac/search,                            /search",
        "https://h,                                        ''"
    })
    void endpointsAreFew(URI address, String endpoint) {
        assertThat(RequestLog.endpoint(address)).isEqualTo(endpoint);
    }
}
