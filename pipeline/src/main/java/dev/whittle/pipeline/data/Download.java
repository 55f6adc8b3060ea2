package dev.whittle.pipeline.data;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One download of a file whose length and MD5 are known. It is written to {@code FILE.part}, and a later download
 * continues from there. The file gets its name only when its checksum is right. The publishers give MD5 checksums,
 * which detect damage but not deliberate changes.
 */
final class Download {
    /** The header in which a server says which bytes it sends: RFC 9110, section 14.4. */
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /**
     * How long to wait for a server, and how often to ask it.
     *
     * @param stall the longest time in which nothing arrives
     * @param attempts the number of attempts in all
     * @param pause before the second attempt; doubled before each further one
     */
    record Patience(Duration stall, int attempts, Duration pause) {
        static Patience defaults() {
            return new Patience(Duration.ofSeconds(30), 5, Duration.ofSeconds(1));
        }
    }

    private final HttpClient client;
    private final Patience patience;
    private final URI uri;
    private final Path file;
    private final Path part;
    private final long length;
    private final String md5;
    private final Run run;

    /** Whether the partial file has bytes of more than one response, which may not belong together. */
    private boolean pieced;

    Download(HttpClient client, Patience patience, URI uri, Path file, long length, String md5, Run run) {
        this.client = client;
        this.patience = patience;
        this.uri = uri;
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.length = length;
        this.md5 = md5;
        this.run = run;
    }

    /**
     * Downloads the file, or what is missing of it.
     *
     * @throws IOException with the address and what went wrong. What has arrived is kept for the next time, unless it
     *     is known to be wrong
     */
    void run() throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(out)) {
            download(out);
            out.force(true);
        } catch (FileSystemException e) {
            throw unwritable(part, e);
        }
        move(part, file);
    }

    private FileLock lock(FileChannel out) throws IOException {
        FileLock lock;
        try {
            lock = out.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException(part + ": another download is writing to it");
        }
        return lock;
    }

    private void download(FileChannel out) throws IOException {
        String problem = "";
        for (int attempt = 1; attempt <= patience.attempts(); attempt++) {
            if (attempt > 1) {
                pause(patience.pause().multipliedBy(1L << (attempt - 2)));
            }
            problem = attempt(out);
            if (problem == null) {
                String got = md5(part);
                if (got.equals(md5)) {
                    return;
                }
                problem = "wrong checksum: expected md5 " + md5 + ", got " + got;
                out.truncate(0);
                if (!pieced) {
                    Files.delete(part);
                    throw new IOException(uri + ": " + problem + "; the downloaded file is removed");
                }
            }
        }
        throw new IOException(uri + ": " + problem + ". Gave up after " + patience.attempts() + " attempts with "
                + out.size() + " of " + length + " bytes; the next fetch continues from there");
    }

    /**
     * Makes one attempt.
     *
     * @return null if all bytes are there, otherwise what went wrong, where another attempt may help
     * @throws IOException where another attempt cannot help
     */
    private String attempt(FileChannel out) throws IOException {
        if (out.size() > length) {
            write(out, null, 0);
        }
        long have = out.size();
        if (have == length) {
            pieced = true;
            return null;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        CompletableFuture<HttpResponse<ResponseBody>> answer =
                client.sendAsync(request.build(), info -> new ResponseBody());
        HttpResponse<ResponseBody> response;
        try {
            response = answer.get(patience.stall().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return "no answer for " + seconds(patience.stall());
        } catch (ExecutionException e) {
            return reason(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted();
        }
        try (ResponseBody body = response.body()) {
            int status = response.statusCode();
            if (status == 416 || status == 206) {
                String problem =
                        status == 416 ? "the server cannot continue from byte " + have : wrongRange(response, have);
                if (problem != null) {
                    write(out, null, 0); // start again, without a range
                    return problem;
                }
            } else if (status == 408 || status == 429 || status >= 500) {
                return "the server answers with status " + status;
            } else if (status != 200) {
                throw new IOException(uri + ": the server answers with status " + status);
            }
            long start = status == 206 ? have : 0;
            long offered = response.headers().firstValueAsLong("Content-Length").orElse(length - start);
            if (start + offered != length) {
                throw new IOException(uri + ": expected " + length + " bytes, the server offers " + (start + offered)
                        + (start > 0 ? " (" + start + " of them here already)" : ""));
            }
            pieced = start > 0;
            return receive(body, out, start);
        }
    }

    private static String wrongRange(HttpResponse<?> response, long have) {
        String range = response.headers().firstValue("Content-Range").orElse("none");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        return matcher.matches() && Long.parseLong(matcher.group(1)) == have
                ? null
                : "expected a Content-Range from byte " + have + ", got " + range;
    }

    private String receive(ResponseBody body, FileChannel out, long start) throws IOException {
        write(out, null, start);
        long position = start;
        String stage = "fetch " + file.getFileName();
        while (true) {
            List<ByteBuffer> buffers;
            try {
                buffers = body.next(patience.stall());
            } catch (TimeoutException e) {
                return "nothing arrived for " + seconds(patience.stall()) + after(position);
            } catch (ExecutionException e) {
                return reason(e.getCause()) + after(position);
            } catch (InterruptedException e) {
                throw interrupted();
            }
            if (buffers == null) {
                return position == length ? null : "the answer ended" + after(position);
            }
            for (ByteBuffer buffer : buffers) {
                if (position + buffer.remaining() > length) {
                    write(out, null, 0);
                    throw new IOException(uri + ": expected " + length + " bytes, the server sends more");
                }
                position += write(out, buffer, position);
            }
            run.progress(stage, position, length);
        }
    }

    private String after(long position) {
        return " after " + position + " of " + length + " bytes";
    }

    /** Cuts the partial file to {@code position} bytes and appends a buffer, if one is given. */
    private int write(FileChannel out, ByteBuffer buffer, long position) throws IOException {
        try {
            if (out.size() > position) {
                out.truncate(position);
            }
            int written = 0;
            while (buffer != null && buffer.hasRemaining()) {
                written += out.write(buffer, position + written);
            }
            return written;
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    private void pause(Duration pause) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted; the next fetch continues from here");
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    static IOException unwritable(Path path, IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return new IOException(
                "Cannot write " + path + ": " + (reason == null ? e.getClass().getSimpleName() : reason), e);
    }

    /** Moves a finished file to its name, atomically. */
    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(to, e);
        }
    }

    static String md5(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (in.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
