package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;

/// The operations of S3 that are needed beyond reading, on one bucket, by whole keys.
final class S3Client {

    /// The most that one request copies.
    static final long MAX_COPY_BYTES = 5L << 30;

    private static final long COPY_PART_BYTES = 512L << 20;
    private static final int KEYS_PER_DELETION = 1000;

    /// The class of objects whose class a service leaves out.
    private static final String DEFAULT_CLASS = "STANDARD";

    private final RemoteClient client;
    private final S3Dialect dialect;
    private final Map<String, String> encryption;

    S3Client(RemoteClient client, S3Dialect dialect, S3Service.Encryption encryption) {
        this.client = client;
        this.dialect = dialect;
        var headers = new TreeMap<String, String>();
        encryption.algorithm().ifPresent(name -> headers.put("x-amz-server-side-encryption", name));
        encryption.keyId().ifPresent(id -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", id));
        this.encryption = headers;
    }

    /// An object in a listing.
    ///
    /// @param size in bytes
    /// @param tag the entity tag, quotes included
    /// @param storageClass as the service calls it
    record Entry(long size, String tag, String storageClass) {}

    /// What a listing finds.
    ///
    /// @param entries by whole key
    /// @param folders whole beginnings of keys up to a `/`; empty unless asked for
    record Listing(TreeMap<String, Entry> entries, List<String> folders) {}

    /// A piece of an object that is being written in pieces.
    ///
    /// @param number from 1
    record Part(int number, String tag) {}

    /// An upload that was begun and neither completed nor aborted.
    record Upload(String key, String id) {}

    /// The whole of a small object.
    ///
    /// @return empty if there is none
    Optional<HttpResponse<String>> get(String key) {
        return client.call(RemoteRequest.of("GET", key));
    }

    // --- writing

    /// A request that says what the object is and how to keep it.
    private RemoteRequest whole(String method, String key) {
        return RemoteRequest.of(method, key).withHeaders(encryption).withHeader("content-type", MediaTypes.of(key));
    }

    /// Writes a whole object; returns its tag.
    String put(String key, List<ByteBuffer> content) {
        return tag(called(whole("PUT", key).withBody(content)));
    }

    /// Writes an object if `condition` holds; returns its tag.
    ///
    /// @param condition a header, `if-none-match` or `if-match`
    /// @return empty if the condition does not hold
    Optional<String> putIf(String key, ByteBuffer content, String condition, String value) {
        RemoteRequest request = whole("PUT", key).withHeader(condition, value).withBody(List.of(content));
        boolean[] uncertain = {false};
        return client.retries().run(dialect.described(key), () -> {
            HttpResponse<String> answer;
            try {
                answer = client.send(request, RemoteClient::text, () -> 0);
            } catch (IOException lost) {
                uncertain[0] = true;
                throw lost;
            }
            if (RemoteClient.isSuccess(answer.statusCode())) {
                return Optional.of(tag(answer));
            }
            if (answer.statusCode() == 412 || (answer.statusCode() == 404 && dialect.isAbsence(answer))) {
                return uncertain[0] ? tagIfEqual(key, content) : Optional.empty();
            }
            throw dialect.failure(request, answer);
        });
    }

    /// After an answer was lost, the condition may fail because this very content was written.
    private Optional<String> tagIfEqual(String key, ByteBuffer content) throws IOException, InterruptedException {
        return client.tryOnce(RemoteRequest.of("GET", key))
                .filter(answer -> ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8))
                        .equals(content.duplicate()))
                .map(S3Client::tag);
    }

    /// Removes an object; absence is no error.
    void delete(String key) {
        client.call(RemoteRequest.of("DELETE", key));
    }

    /// Removes objects; absence is no error.
    ///
    /// @throws RefusedException naming the first that stays
    void deleteAll(Collection<String> keys) {
        var all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += KEYS_PER_DELETION) {
            delete(all.subList(from, Math.min(all.size(), from + KEYS_PER_DELETION)));
        }
    }

    private void delete(List<String> keys) {
        var document =
                new StringBuilder("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>");
        for (String key : keys) {
            document.append("<Object><Key>").append(S3Xml.escaped(key)).append("</Key></Object>");
        }
        byte[] body = document.append("</Delete>").toString().getBytes(StandardCharsets.UTF_8);
        S3Xml answer = xml(called(RemoteRequest.of("POST", "")
                .withQuery(Map.of("delete", ""))
                .withHeader("content-md5", md5(body))
                .withBody(List.of(ByteBuffer.wrap(body)))));
        for (Map<String, String> error : answer.records("Error")) {
            throw new RefusedException(
                    FailureCode.FORBIDDEN,
                    "%s cannot be deleted: %s, %s"
                            .formatted(
                                    dialect.described(error.getOrDefault("Key", "")),
                                    error.getOrDefault("Code", ""),
                                    error.getOrDefault("Message", "")),
                    "check that these credentials may delete there");
        }
    }

    private static String md5(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // --- in pieces

    /// Starts an object in pieces; returns the id of the upload.
    String startUpload(String key) {
        return required(xml(called(whole("POST", key).withQuery(Map.of("uploads", "")))), "UploadId", key);
    }

    Part putPart(String key, String upload, int number, List<ByteBuffer> content) {
        RemoteRequest request = RemoteRequest.of("PUT", key)
                .withQuery(Map.of("partNumber", Integer.toString(number), "uploadId", upload))
                .withBody(content);
        return new Part(number, tag(called(request)));
    }

    private Part copyPart(String from, String key, String upload, int number, long start, long end) {
        RemoteRequest request = RemoteRequest.of("PUT", key)
                .withQuery(Map.of("partNumber", Integer.toString(number), "uploadId", upload))
                .withHeader("x-amz-copy-source", dialect.copySource(from))
                .withHeader("x-amz-copy-source-range", "bytes=%d-%d".formatted(start, end - 1));
        return new Part(number, required(transacted(request), "ETag", key));
    }

    /// Makes the object of all its parts.
    ///
    /// @param size of the object, to recognise it when the answer was lost
    void complete(String key, String upload, List<Part> parts, long size) {
        var document = new StringBuilder("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        for (Part part : parts) {
            document.append("<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>"
                    .formatted(part.number(), S3Xml.escaped(part.tag())));
        }
        byte[] body = document.append("</CompleteMultipartUpload>").toString().getBytes(StandardCharsets.UTF_8);
        RemoteRequest request = RemoteRequest.of("POST", key)
                .withQuery(Map.of("uploadId", upload))
                .withBody(List.of(ByteBuffer.wrap(body)));
        boolean done = client.retries()
                .run(dialect.described(key), () -> once(request))
                .isPresent();
        if (!done && size(key) != size) {
            throw new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE,
                    "%s: the service has lost the upload".formatted(dialect.described(key)),
                    "run again");
        }
    }

    private long size(String key) {
        return client.call(RemoteRequest.of("HEAD", key))
                .map(answer ->
                        answer.headers().firstValueAsLong("content-length").orElse(-1))
                .orElse(-1L);
    }

    /// Gives an upload up; absence is no error.
    void abort(String key, String upload) {
        client.call(RemoteRequest.of("DELETE", key).withQuery(Map.of("uploadId", upload)));
    }

    /// The uploads below a prefix that were begun and not ended.
    List<Upload> uploads(String prefix) {
        var uploads = new ArrayList<Upload>();
        var query = new HashMap<>(Map.of("uploads", "", "prefix", prefix));
        boolean more = true;
        while (more) {
            S3Xml page = xml(called(RemoteRequest.of("GET", "").withQuery(query)));
            page.records("Upload")
                    .forEach(upload -> uploads.add(
                            new Upload(upload.getOrDefault("Key", ""), upload.getOrDefault("UploadId", ""))));
            more = page.text("IsTruncated").equals("true")
                    && !page.text("NextKeyMarker").isEmpty();
            query.put("key-marker", page.text("NextKeyMarker"));
            query.put("upload-id-marker", page.text("NextUploadIdMarker"));
        }
        return uploads;
    }

    // --- copying

    /// Copies within the bucket, without the bytes passing here.
    ///
    /// @param size of the object, in bytes
    void copy(String from, String to, long size) {
        if (size > MAX_COPY_BYTES) {
            copyInParts(from, to, size, COPY_PART_BYTES);
            return;
        }
        transacted(RemoteRequest.of("PUT", to)
                .withHeaders(encryption)
                .withHeader("x-amz-copy-source", dialect.copySource(from)));
    }

    /// Copies in pieces of `partBytes`, at least 5 MiB.
    void copyInParts(String from, String to, long size, long partBytes) {
        String upload = startUpload(to);
        boolean done = false;
        try {
            var parts = new ArrayList<Part>();
            for (long start = 0; start < size; start += partBytes) {
                parts.add(copyPart(from, to, upload, parts.size() + 1, start, Math.min(size, start + partBytes)));
            }
            complete(to, upload, parts, size);
            done = true;
        } finally {
            if (!done) {
                abort(to, upload);
            }
        }
    }

    // --- listing

    /// All keys that begin with `prefix`.
    Listing list(String prefix) {
        return list(Map.of("list-type", "2", "prefix", prefix));
    }

    /// The keys that begin with `prefix` and have no `/` behind it, and the beginnings of those that have.
    Listing listFolder(String prefix) {
        return list(Map.of("list-type", "2", "prefix", prefix, "delimiter", "/"));
    }

    private Listing list(Map<String, String> parameters) {
        var listing = new Listing(new TreeMap<>(), new ArrayList<>());
        pages(parameters, page -> {
            page.records("Contents").forEach(entry -> listing.entries()
                    .put(
                            entry.getOrDefault("Key", ""),
                            new Entry(
                                    Long.parseLong(entry.getOrDefault("Size", "0")),
                                    entry.getOrDefault("ETag", ""),
                                    entry.getOrDefault("StorageClass", DEFAULT_CLASS))));
            page.records("CommonPrefixes").forEach(folder -> listing.folders().add(folder.getOrDefault("Prefix", "")));
        });
        return listing;
    }

    private void pages(Map<String, String> parameters, Consumer<S3Xml> action) {
        var query = new HashMap<>(parameters);
        boolean more = true;
        while (more) {
            S3Xml page = xml(called(RemoteRequest.of("GET", "").withQuery(query)));
            action.accept(page);
            String next = page.text("NextContinuationToken");
            more = page.text("IsTruncated").equals("true") && !next.isEmpty();
            query.put("continuation-token", next);
        }
    }

    // --- answers

    private HttpResponse<String> called(RemoteRequest request) {
        return client.call(request).orElseThrow(() -> gone(request));
    }

    /// An operation whose success the service may take back in the body of its answer.
    private S3Xml transacted(RemoteRequest request) {
        return client.retries()
                .run(dialect.described(request.key()), () -> once(request))
                .orElseThrow(() -> gone(request));
    }

    private Optional<S3Xml> once(RemoteRequest request) throws IOException, InterruptedException {
        Optional<HttpResponse<String>> answer = client.tryOnce(request);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        S3Xml document = xml(answer.get());
        if (document.root().equals("Error")) {
            throw dialect.failure(request, answer.get());
        }
        return Optional.of(document);
    }

    private RefusedException gone(RemoteRequest request) {
        return new RefusedException(
                FailureCode.SERVICE_REFUSED,
                "%s: the service does not find what it was told of before".formatted(dialect.described(request.key())),
                "see whether somebody else deletes there, and run again");
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("etag").orElse("");
    }

    private String required(S3Xml document, String name, String key) {
        String value = document.text(name);
        if (value.isEmpty()) {
            throw new RefusedException(
                    FailureCode.SERVICE_REFUSED,
                    "%s: the service's answer has no %s".formatted(dialect.described(key), name),
                    "check that the endpoint is that of an S3 service");
        }
        return value;
    }

    private static S3Xml xml(HttpResponse<String> answer) {
        try {
            return S3Xml.parse(answer.body());
        } catch (XMLStreamException broken) {
            throw new RefusedException(
                    FailureCode.SERVICE_REFUSED,
                    "%s does not answer like an S3 service".formatted(Urls.host(answer.uri())),
                    "check the endpoint",
                    broken);
        }
    }
}
