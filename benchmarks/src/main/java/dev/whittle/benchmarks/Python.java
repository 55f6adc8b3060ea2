package dev.whittle.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The script {@code benchmarks/peers/peers.py}, run by a Python that has what it needs. */
final class Python {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String command;
    private final Path script;

    private Python(String command, Path script) {
        this.command = command;
        this.script = script;
    }

    /**
     * The first of some commands that can run the script.
     *
     * @param notes gets a line for what is in the way if there is none
     */
    static Optional<Python> find(Path script, List<String> notes) {
        List<String> reasons = new ArrayList<>();
        if (!Files.isRegularFile(script)) {
            notes.add("No peers in Python: there is no " + script);
            return Optional.empty();
        }
        for (String command : List.of("python3", "/usr/bin/python3", "python")) {
            try {
                Result result = run(List.of(command, script.toString(), "--check"));
                if (result.code == 0) {
                    return Optional.of(new Python(command, script));
                }
                reasons.add(result.err.strip().replace('\n', ' '));
            } catch (IOException e) {
                reasons.add("there is no " + command);
            }
        }
        notes.add("No peers in Python: " + String.join("; ", reasons));
        return Optional.empty();
    }

    /**
     * Times cases of the script; see there.
     *
     * @param data made by {@link PeerData}
     * @param which {@code --only} or {@code --skip}
     * @return {@code results} and {@code missing}
     */
    JsonNode time(Path data, double seconds, String which, Collection<String> cases) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(command, script.toString(), data.toString(), "--json", "--seconds", Double.toString(seconds)));
        if (!cases.isEmpty()) {
            line.addAll(List.of(which, String.join(",", cases)));
        }
        Result result = run(line);
        if (result.code != 0) {
            throw new IOException(script + " failed: " + result.err.strip());
        }
        return JSON.readTree(result.out);
    }

    private record Result(int code, String out, String err) {}

    private static Result run(List<String> command) throws IOException {
        Path err = Files.createTempFile("whittle-peers", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), out, Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + command.get(0) + " ran", e);
        } finally {
            Files.delete(err);
        }
    }
}
