package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.image.corrupt.Corruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    private Path temp;

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Evaluation evaluation(int wrong) {
        return new Evaluation(new ConfusionMatrix(new int[][] {{5, wrong}, {0, 3}}), List.of(8, 8 + wrong));
    }

    /** One with everything that a result can hold. */
    private static Result full() {
        CellRun chosen = new CellRun(
                -7,
                3,
                "ef",
                new CellRun.Choice(
                        List.of(
                                new CellRun.Candidate(
                                        0.1 + 0.2, List.of(0.1, 0.5), null, object("{\"l2\": 1, \"a.b\": \"x\"}")),
                                new CellRun.Candidate(null, List.of(), "diverged in epoch 1", object("{}"))),
                        0,
                        object("{\"type\": \"softmax\"}")),
                new Convergence(12, 1e-30, Double.NaN, 0.25, Convergence.Stop.NO_DESCENT),
                evaluation(1),
                evaluation(2),
                evaluation(3),
                evaluation(5),
                new Calibration(1.25, 0.75, 0.5),
                List.of(
                        new CorruptedCount(new Corruptions.Case(Corruption.FLIP, 1), 0),
                        new CorruptedCount(new Corruptions.Case(Corruption.SHUFFLED_CELLS, 5), 2)),
                new ControlResults(
                        new ShuffledLabelsResult(60, 0.3125, 0.4375),
                        new ConstantImageResult(50, 0.5, 0.625),
                        new UntrainedResult(0.375, null),
                        new UntrainedResult(0.25, 0.75)),
                List.of(new CurvePoint(1, 2.5, 0.5), new CurvePoint(2, 1 / 3.0, 1)),
                List.of("4 of 5 words are copies", "a second"),
                Map.of("run.json", "ab"),
                "cells/x");
        CellRun plain = new CellRun(
                Long.MAX_VALUE,
                null,
                null,
                null,
                null,
                evaluation(0),
                null,
                evaluation(4),
                null,
                null,
                List.of(),
                ControlResults.NONE,
                List.of(),
                List.of(),
                Map.of(),
                null);
        Result.Data data = new Result.Data(
                "set",
                List.of("a", "b"),
                List.of(object("{\"type\": \"equalize\"}")),
                new Result.Size(64, 48),
                new Result.Images(10, "00", List.of("broken.png"), "ab"),
                new Result.Images(5, "11", List.of(), null),
                List.of(new NearDuplicate("train/3", "test/1", 0.9125, true)),
                List.of("a warning"));
        Result.Data other = new Result.Data(
                "other",
                List.of("a", "b"),
                List.of(),
                null,
                new Result.Images(1, "22", List.of(), null),
                new Result.Images(1, "33", List.of(), null),
                List.of(),
                List.of());
        return new Result(
                object("{\"name\": \"x\"}"),
                List.of(data, other),
                List.of(
                        new CellResult("f", "h", 0, 4, true, List.of(chosen, plain)),
                        new CellResult("f", "forest", 1, 4, false, List.of(plain))),
                List.of(new SizeResult(
                        100, 20, List.of("44", "55"), List.of(new CellResult("f", "h", 0, 4, true, List.of(chosen))))),
                List.of(new FusionResult(
                        new Fusion("both", List.of(new Fusion.Part("f", "h"), new Fusion.Part("f", "forest"))),
                        0,
                        false,
                        List.of(new FusionResult.FusionRun(
                                -7, 3, List.of(0.35f, 0.65f), List.of(2.5f, 1e-3f), evaluation(1), evaluation(2))))),
                List.of(new VarianceResult(
                        "f",
                        "h",
                        List.of(
                                new VarianceResult.Source(Chance.START, false, List.of(0.5, 0.5)),
                                new VarianceResult.Source(Chance.ALL, true, List.of(0.5, 0.75))))),
                Map.of("models/network.onnx", "cd"));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = temp.resolve("result.json");
        ResultFile.write(file, full());
        assertEquals(full(), ResultFile.read(file));
        Path again = temp.resolve("again.json");
        ResultFile.write(again, ResultFile.read(file));
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
        Result code = new Result(null, full().data(), full().cells(), List.of(), List.of(), List.of(), Map.of());
        ResultFile.write(file, code);
        assertEquals(code, ResultFile.read(file));
    }

    /** Every value in a result is read: another one makes another result. */
    @Test
    void aChangedNumberIsSeen() throws IOException {
        Path file = temp.resolve("result.json");
        ResultFile.write(file, full());
        String text = Files.readString(file);
        for (String[] change : new String[][] {
            {"\"seed\" : -7", "\"seed\" : -8"},
            {"\"fold\" : 3", "\"fold\" : 4"},
            {"\"ef\"", "\"ee\""},
            {"\"gap\" : 0.25", "\"gap\" : 0.5"},
            {"[ 5, 3 ]", "[ 5, 2 ]"},
            {"[ 5, 5 ]", "[ 5, 4 ]"},
            {"\"width\" : 64", "\"width\" : 65"},
            {"broken.png", "other.png"},
            {"\"cd\"", "\"ce\""},
            {"\"images\" : 100,", "\"images\" : 101,"},
            {"\"validation\" : 20,", "\"validation\" : 21,"},
            {"\"55\"", "\"56\""},
            {"network.onnx", "other.onnx"},
            {"equalize", "crop"},
            {"\"data\" : 1", "\"data\" : 0"},
            {"no-descent", "tolerance"},
            {"[ 1, 2.5, 0.5 ]", "[ 1, 2.5, 0.75 ]"},
            {"shuffled-cells", "jpeg"},
            {"\"severity\" : 5", "\"severity\" : 4"},
            {"\"correct\" : 2", "\"correct\" : 1"},
            {"\"images\" : 60", "\"images\" : 61"},
            {"0.3125", "0.375"},
            {"0.4375", "0.5"},
            {"0.9125", "0.925"},
            {"\"mirrored\" : true", "\"mirrored\" : false"},
        }) {
            assertTrue(text.contains(change[0]), change[0]);
            String changed = text.replace(change[0], change[1])
                    .replace("[ 8, 11 ]", change[0].equals("[ 5, 3 ]") ? "[ 8, 10 ]" : "[ 8, 11 ]")
                    .replace("[ 8, 13 ]", change[0].equals("[ 5, 5 ]") ? "[ 8, 12 ]" : "[ 8, 13 ]");
            Files.writeString(file, changed);
            assertNotEquals(full(), ResultFile.read(file), change[0]);
        }
    }

    @Test
    void anotherVersionIsRefusedWithWhatToDo() throws IOException {
        Path file = temp.resolve("result.json");
        Files.writeString(file, "{\"format\": \"whittle-result\", \"version\": 1, \"cells\": []}");
        String message =
                assertThrows(IOException.class, () -> ResultFile.read(file)).getMessage();
        assertTrue(message.contains(file.toString()), message);
        assertTrue(message.contains("version 1") && message.contains("whittle compare"), message);
        Files.writeString(file, "{\"format\": \"whittle-result\", \"version\": 3}");
        message = assertThrows(IOException.class, () -> ResultFile.read(file)).getMessage();
        assertTrue(message.contains("newer"), message);
        Files.writeString(file, "{\"format\": \"something\", \"version\": 2}");
        assertThrows(IOException.class, () -> ResultFile.read(file));
    }

    @Test
    void membersOfLaterVersionsAreLeftAlone() throws IOException {
        ObjectNode tree = ResultFile.encode(full());
        tree.put("later", 1);
        ((ObjectNode) tree.path("cells").path(0)).putArray("tests");
        JsonFile.write(temp.resolve("later.json"), tree);
        assertEquals(full(), ResultFile.read(temp.resolve("later.json")));
    }

    @Test
    void aDamagedResultNamesThePlace() throws IOException {
        ObjectNode tree = ResultFile.encode(full());
        ArrayNode top = (ArrayNode) tree.at("/cells/1/runs/0/test/top");
        top.remove(1);
        Path file = temp.resolve("damaged.json");
        JsonFile.write(file, tree);
        String message =
                assertThrows(IOException.class, () -> ResultFile.read(file)).getMessage();
        assertTrue(message.contains("/cells/1/runs/0/test"), message);
    }

    @Test
    void whatARecordRefusesNamesTheFile() throws IOException {
        Path file = Files.writeString(temp.resolve("refused.json"), "{}");
        String message = assertThrows(
                        IOException.class,
                        () -> JsonFile.read(file, at -> {
                            throw new IllegalArgumentException("k is at least 1");
                        }))
                .getMessage();
        assertEquals(file + ": k is at least 1", message);
        message = assertThrows(IOException.class, () -> JsonFile.read(file, at -> at.get("k")))
                .getMessage();
        assertEquals(file + ": 'k' is missing", message);
    }
}
