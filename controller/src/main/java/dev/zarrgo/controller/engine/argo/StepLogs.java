package dev.zarrgo.controller.engine.argo;

import dev.zarrgo.controller.engine.Engine.Follow;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// What the steps' containers print, from their pods for as long as these are there.
final class StepLogs {

    private static final String CONTAINER = "main";
    /// What the API server says of a container that waits for its image or its turn.
    private static final int NOT_STARTED = 400;

    private final KubernetesClient client;
    private final String namespace;

    StepLogs(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    Optional<InputStream> open(String pod, Follow follow) {
        ContainerResource container =
                client.pods().inNamespace(namespace).withName(pod).inContainer(CONTAINER);
        try {
            return Optional.of(
                    switch (follow) {
                        case NO -> container.getLogInputStream();
                        case YES -> new Followed(container.watchLog());
                    });
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == KubernetesFailures.NOT_FOUND || failure.getCode() == NOT_STARTED) {
                return Optional.empty();
            }
            throw KubernetesFailures.translated("log of pod " + pod, failure);
        }
    }

    /// Ends the request with the stream.
    private static final class Followed extends FilterInputStream {

        private final LogWatch watch;

        Followed(LogWatch watch) {
            super(watch.getOutput());
            this.watch = watch;
        }

        @Override
        public void close() throws IOException {
            watch.close();
            super.close();
        }
    }
}
