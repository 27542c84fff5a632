package dev.zarrgo.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files as a plain web server gives them: GET and HEAD, single ranges, entity tags, no listing.
final class FolderContent implements FaultyServer.Content {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Path folder;

    FolderContent(Path folder) {
        this.folder = folder;
    }

    @Override
    public FaultyServer.Reply answer(HttpHead request, InputStream body, Fault fault) throws IOException {
        String[] line = request.line().split(" ", 3);
        String path = URI.create(line[1]).getPath();
        Path file = folder.resolve(path.substring(1)).normalize();
        if (!file.startsWith(folder) || !Files.exists(file)) {
            return status("404 Not Found", "");
        }
        if (Files.isDirectory(file)) {
            return path.endsWith("/")
                    ? status("403 Forbidden", "")
                    : status("301 Moved Permanently", "Location: %s/\r\n".formatted(line[1]));
        }
        if (path.endsWith("/")) {
            return status("404 Not Found", "");
        }
        long size = Files.size(file);
        String tag = fault instanceof Fault.Tag other
                ? other.tag()
                : "\"%x-%x\"".formatted(size, Files.getLastModifiedTime(file).toMillis());
        String condition = request.header("if-match");
        if (!condition.isEmpty() && !condition.equals(tag)) {
            return status("412 Precondition Failed", "");
        }
        Matcher range = RANGE.matcher(request.header("range"));
        long from = 0;
        long end = size;
        String status = "200 OK";
        String headers = tag.isEmpty() ? "" : "ETag: %s\r\n".formatted(tag);
        if (range.matches()) {
            from = Long.parseLong(range.group(1));
            end = range.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(range.group(2)) + 1);
            if (from >= size) {
                return status("416 Range Not Satisfiable", "Content-Range: bytes */%d\r\n".formatted(size));
            }
            status = "206 Partial Content";
            headers += "Content-Range: bytes %d-%d/%d\r\n".formatted(from, end - 1, size);
        }
        HttpHead head = head(status, headers, end - from);
        if (line[0].equals("HEAD")) {
            return new FaultyServer.Reply(head, InputStream.nullInputStream());
        }
        FileChannel channel = FileChannel.open(file).position(from);
        return new FaultyServer.Reply(head, new BoundedInput(Channels.newInputStream(channel), end - from));
    }

    private static FaultyServer.Reply status(String status, String headers) throws IOException {
        return new FaultyServer.Reply(head(status, headers, 0), InputStream.nullInputStream());
    }

    private static HttpHead head(String status, String headers, long bytes) throws IOException {
        String text = "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n".formatted(status, headers, bytes);
        return HttpHead.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
