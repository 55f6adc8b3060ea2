package dev.whittle.classify.model;

import static dev.whittle.classify.model.ModelFileTest.RUN;
import static dev.whittle.classify.model.ModelFileTest.assertRefused;
import static dev.whittle.classify.model.ModelFileTest.small;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.NpyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files that are cut off, foreign, changed or contradict themselves are refused with the reason. */
@Tag("bits")
class DamagedModelFileTest {
    @TempDir
    Path folder;

    @Test
    void anyFlippedByteIsRefused() throws IOException {
        Path file = folder.resolve("model.zip");
        small().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            for (int flip : new int[] {0xFF, 1}) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) flip;
                Files.write(file, damaged);
                assertRefused(file, "");
            }
        }
    }

    @Test
    void truncatedOrLengthenedIsRefused() throws IOException {
        Path file = folder.resolve("model.zip");
        small().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(file, "at byte ");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertRefused(file, "at byte " + whole.length + ": the file goes on");
    }

    @Test
    void foreignFilesAreRefused() throws IOException {
        Path file = folder.resolve("model.zip");
        assertRefused(file, "there is no such file");
        assertRefused(folder, "is a folder");
        Files.write(file, new byte[0]);
        assertRefused(file, "is no model file");
        Files.write(file, "\u0089PNG\r\n\u001A\n".repeat(20).getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, "is no model file");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
            zip.write(new byte[1000]);
        }
        assertRefused(file, "is no model file");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("model.json"));
            zip.write(new byte[10_000_000]); // 10 kB of zip
        }
        assertRefused(file, "damaged");
    }

    @Test
    void whatContradictsItselfIsRefused() throws IOException {
        assertEdited(json -> json, Map.of(), null);
        assertEdited(json -> json.replace("\"version\" : 2", "\"version\" : 3"), Map.of(), "by a newer Whittle");
        assertEdited(json -> json.replace("whittle-model", "other"), Map.of(), "\"format\" is not");
        assertEdited(
                json -> json.replace("\"format\"", "\"author\" : 1, \"format\""), Map.of(), "unknown key 'author'");
        assertEdited(json -> json.replace("\"softmax\"", "\"magic\""), Map.of(), "unknown classifier type 'magic'");
        assertEdited(json -> json.replace("\"softmax\"", "\"mlp\""), Map.of(), "unknown key");
        assertEdited(json -> json.replace("\"raw-pixels\"", "\"softmax\""), Map.of(), "is no feature extractor");
        assertEdited(json -> json.replace("\"l2\" : 0.01", "\"l2\" : -1"), Map.of(), "model.json/head: ");
        assertEdited(json -> json.replace("\"dark\", ", ""), Map.of(), "The head has 3 classes, but 2 are named");
        assertEdited(json -> json.replace("\"width\" : 2", "\"width\" : 3"), Map.of(), "do not fit each other");
        assertEdited(json -> json.replace("\"bands\" : 1", "\"bands\" : 2"), Map.of(), "1 or 3 bands");
        assertEdited(
                json -> json.replace("\"width\" : 2", "\"width\" : 40000")
                        .replace("\"height\" : 2", "\"height\" : 40000"),
                Map.of(),
                "have 1600000000 features");
        assertEdited(
                json -> json.replace("\"width\" : 2", "\"width\" : 2147483647")
                        .replace("\"height\" : 2", "\"height\" : 2147483647"),
                Map.of(),
                "do not fit each other");
        assertEdited(
                json -> json.replace("\"columns\" : 4", "\"columns\" : 2147483647"),
                Map.of(),
                "has only 23 values, and with fewer values than features at most 16777216 features are expected");
        assertEdited(json -> json.replace("\"columns\" : 4", "\"columns\" : 5"), Map.of(), "have 4 features");
        assertEdited(json -> json.replace("\"columns\" : 4", "\"columns\" : 0"), Map.of(), "whole number");
        for (String[] steps : new String[][] {
            {"1", "expected keys with values"},
            {"{ \"type\" : \"blur\" }", "knows one image step"},
            {"{ \"type\" : \"scale\", \"fit\" : \"bend\" }", "expected stretch, crop or pad"}
        }) {
            assertEdited(
                    json -> json.replace("\"steps\" : [ ]", "\"steps\" : [ " + steps[0] + " ]"), Map.of(), steps[1]);
        }
        assertEdited(json -> json.replace("float32", "float64"), Map.of(), "expected float32 or uint8");
        assertEdited(
                json -> json.replaceFirst("(?s)\"size\" : \\{.*?\\}", "\"size\" : \"large\""), Map.of(), "'large'");
        assertEdited(
                json -> json.replaceFirst(
                        "(?s)\"images\" : \\{.*?\\},\\s*\"columns\"", "\"images\" : null, \"columns\""),
                Map.of(),
                "both null");
        assertEdited(json -> json.replace("head/bias", "head/bios"), Map.of(), "header of head/bios.npy");
        assertEdited(json -> json.replace("head/bias", "../bias"), Map.of(), "'../bias' is no name of an array");
        assertEdited(json -> json.replace("head/bias", "/etc/bias"), Map.of(), "is no name of an array");
        assertEdited(json -> json.replace("head/bias", "head/.bias"), Map.of(), "is no name of an array");
        assertEdited(json -> json.replace("head/weights", "head/bias"), Map.of(), "sorted and unique");
        assertEdited(
                json -> json.replace("\"shape\" : [ 3, 4 ]", "\"shape\" : [ 20000, 50000 ]"),
                Map.of(),
                "by its arrays it should have");
        assertEdited(
                json -> json.replace("\"shape\" : [ 3, 4 ]", "\"shape\" : [ 2147483647, 2147483647 ]"),
                Map.of(),
                "more than a model file can have");
        assertEdited(json -> json.replace("\"shape\" : [ 3, 4 ]", "\"shape\" : [ -3, -4 ]"), Map.of(), "whole number");
        assertEdited(json -> json.replace("\"shape\" : [ 3, 4 ]", "\"shape\" : [ 4, 3 ]"), Map.of(), "header of");
        assertEdited(json -> "[".repeat(100_000), Map.of(), "no valid JSON");
        assertEdited(json -> "", Map.of(), "JSON");
    }

    @Test
    void arraysThatDoNotBelongAreRefused() throws IOException {
        assertEdited(json -> json, Map.of("head/bias", NdArray.floats(new float[] {1, Float.NaN, 3}, 1, 3)), "NaN");
        assertEdited(
                json -> json, Map.of("head/bias", NdArray.floats(new float[4], 1, 4)), "'head' cannot be restored");
        assertEdited(
                json -> json, Map.of("head/weights", NdArray.floats(new float[15], 3, 5)), "do not fit each other");
        assertEdited(json -> json, Map.of("head/bias", NdArray.floats(new float[0], 0, 0)), "No array named 'bias'");
        assertEdited(
                json -> json,
                Map.of("head/unused", NdArray.floats(new float[1], 1, 1)),
                "has the arrays [head/unused]");
        assertEdited(json -> json, Map.of("head/bias", NdArray.bytes(new byte[3], 1, 3)), "of bytes, expected 1x3");
        assertEdited(json -> json, Map.of("head/bias", NdArray.floats(new float[3], 3)), "of shape (3,) of floats");
        assertEdited(json -> json, Map.of("head/cube", NdArray.bytes(new byte[8], 2, 2, 2)), "has the arrays");
        assertEdited(json -> json, Map.of("transforms/1/mean", NdArray.floats(new float[1], 1, 1)), "has the arrays");
    }

    /**
     * Changes model.json and arrays (one without rows: removes it) of a good file, makes all checksums right again, and
     * expects this reason.
     */
    private void assertEdited(UnaryOperator<String> edit, Map<String, NdArray> changed, String reason)
            throws IOException {
        Path file = folder.resolve("edited.zip");
        small().write(file);
        Map<String, byte[]> entries = new TreeMap<>();
        String json;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
            json = new String(entries.remove("model.json"), StandardCharsets.UTF_8);
            entries.remove("model.sha256");
        }
        for (Map.Entry<String, NdArray> change : changed.entrySet()) {
            ByteArrayOutputStream npy = new ByteArrayOutputStream();
            NpyFile.write(npy, change.getValue());
            if (change.getValue().size() == 0) {
                entries.remove(change.getKey() + ".npy");
            } else {
                entries.put(change.getKey() + ".npy", npy.toByteArray());
            }
        }
        if (!changed.isEmpty()) {
            StringBuilder list = new StringBuilder();
            entries.forEach((name, bytes) -> {
                NdArray m = changed.get(name.substring(0, name.length() - 4));
                String shape = new String(bytes, 10, 118, StandardCharsets.US_ASCII)
                        .replaceAll("(?s).*'shape': \\((.*?)\\).*", "$1");
                list.append(list.length() == 0 ? "" : ", ")
                        .append("{\"name\": \"")
                        .append(name, 0, name.length() - 4)
                        .append("\", \"type\": \"")
                        .append(m != null && m.type() == NdArray.Type.UINT8 ? "uint8" : "float32")
                        .append("\", \"shape\": [")
                        .append(m == null ? shape : sizes(m))
                        .append("], \"sha256\": \"")
                        .append(Digest.of(bytes).sha256())
                        .append("\"}");
            });
            json = json.substring(0, json.indexOf("\"arrays\"")) + "\"arrays\": [" + list + "]}";
        }
        String edited = edit.apply(json);
        if (changed.isEmpty() && reason != null) {
            assertFalse(edited.equals(json), "nothing was edited for: " + reason);
        }
        Map<String, byte[]> all = new LinkedHashMap<>();
        byte[] utf8 = edited.getBytes(StandardCharsets.UTF_8);
        all.put("model.json", utf8);
        all.putAll(entries);
        all.put("model.sha256", (Digest.of(utf8).sha256() + "  model.json\n").getBytes(StandardCharsets.US_ASCII));
        StoredZip zip = new StoredZip();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.forEach((name, bytes) -> {
            out.writeBytes(zip.add(name, bytes.length, Digest.of(bytes).crc32()));
            out.writeBytes(bytes);
        });
        out.writeBytes(zip.end());
        Files.write(file, out.toByteArray());
        if (reason == null) {
            Model.read(file, RUN);
        } else {
            assertRefused(file, reason);
        }
    }

    private static String sizes(NdArray array) {
        return Arrays.stream(array.shape()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
}
