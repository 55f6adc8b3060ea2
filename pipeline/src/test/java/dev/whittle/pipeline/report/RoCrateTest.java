package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.Comparison;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoCrateTest {
    /** What RO-Crate 1.1 and the profile require of an entity, by its type. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "Dataset", List.of("name", "description"),
            "File", List.of("name", "contentSize", "encodingFormat", "sha256"),
            "SoftwareApplication", List.of("name"),
            "CreateAction", List.of("name", "instrument", "object", "result", "endTime"));

    @TempDir
    private Path temp;

    /** What is wrong with a crate. */
    private static List<String> wrong(JsonNode crate, Path folder) throws Exception {
        List<String> wrong = new ArrayList<>();
        Map<String, JsonNode> entities = new TreeMap<>();
        for (JsonNode entity : crate.get("@graph")) {
            String id = entity.path("@id").asText();
            if (entities.put(id, entity) != null) {
                wrong.add(id + " is there twice");
            }
            for (String key : REQUIRED.getOrDefault(entity.path("@type").asText(), List.of())) {
                if (entity.path(key).isMissingNode()) {
                    wrong.add(id + " has no " + key);
                }
            }
        }
        for (JsonNode entity : crate.get("@graph")) {
            for (JsonNode value : entity) {
                for (String id : value.findValuesAsText("@id")) {
                    if (!entities.containsKey(id) && !id.startsWith("https://w3id.org/ro/crate/")) {
                        wrong.add(entity.get("@id").asText() + " names " + id + ", which is not there");
                    }
                }
            }
        }
        if (!crate.at("/@graph/0/about/@id").asText().equals("./") || !entities.containsKey("./")) {
            wrong.add("the descriptor is not about the folder");
        } else if (!entities.get("./").path("datePublished").asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z")) {
            wrong.add("the folder has no date");
        }
        TreeSet<String> listed = new TreeSet<>();
        for (JsonNode entity : crate.get("@graph")) {
            if (entity.path("@type").asText().equals("File")) {
                Path file = folder.resolve(entity.get("name").asText());
                listed.add(entity.get("name").asText());
                byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
                String sha = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
                if (!sha.equals(entity.path("sha256").asText())
                        || bytes.length != entity.path("contentSize").asInt(-1)) {
                    wrong.add(file.getFileName() + " is another file");
                }
            }
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals(RoCrate.NAME) && !name.equals(".lock") && !listed.contains(name))
                    .forEach(name -> wrong.add(name + " is not listed"));
        }
        return wrong;
    }

    private JsonNode write(ComparisonResult comparison) throws IOException {
        new Comparison(comparison, Run.defaults()).report(temp);
        return new ObjectMapper().readTree(temp.resolve(RoCrate.NAME).toFile());
    }

    @Test
    void everyFileIsListedAndEveryIdResolves() throws Exception {
        ComparisonResult comparison = Small.comparison(temp);
        Files.writeString(temp.resolve("a name with ä & 100 %.txt"), "x");
        JsonNode crate = write(comparison);
        assertEquals(List.of(), wrong(crate, temp));
        String text = crate.toString();
        assertTrue(text.contains("result.json") && text.contains("a%20name%20with%20%C3%A4%20&%20100%20%25.txt"), text);
        assertTrue(text.contains("\"https://w3id.org/ro/wfrun/process/0.5\""), text);
        byte[] before = Files.readAllBytes(temp.resolve(RoCrate.NAME));
        RoCrate.write(comparison, temp);
        assertArrayEquals(before, Files.readAllBytes(temp.resolve(RoCrate.NAME)));
    }

    @Test
    void faultsAreSeen() throws Exception {
        JsonNode crate = write(Small.comparison(temp));
        String text = crate.toString();
        ObjectMapper json = new ObjectMapper();
        for (String[] fault : new String[][] {
            {"\"@id\":\"#whittle\",\"@type\"", "\"@id\":\"#other\",\"@type\"", "names #whittle"},
            {"\"endTime\"", "\"end\"", "has no endTime"},
            {"\"datePublished\"", "\"date\"", "no date"},
        }) {
            assertTrue(text.contains(fault[0]), fault[0]);
            assertTrue(
                    wrong(json.readTree(text.replace(fault[0], fault[1])), temp)
                            .toString()
                            .contains(fault[2]),
                    fault[2]);
        }
        Files.writeString(temp.resolve("result.json"), "changed");
        Files.writeString(temp.resolve("more.txt"), "more");
        String seen = wrong(crate, temp).toString();
        assertTrue(seen.contains("result.json is another file") && seen.contains("more.txt is not listed"), seen);
    }

    @Test
    void hostileNames() throws Exception {
        JsonNode crate = write(ReportTest.hostile(temp));
        assertEquals(List.of(), wrong(crate, temp));
        assertFalse(crate.toString().contains(".lock"));
    }

    @Test
    void theFilesOfAFolderBehindALink(@TempDir Path of) throws IOException {
        Path folder = Files.createDirectories(of.resolve("folder/cells/run"))
                .getParent()
                .getParent();
        Files.writeString(folder.resolve("cells/run/key"), "1");
        Files.writeString(folder.resolve("notes.txt"), "2");
        Path link = Files.createSymbolicLink(of.resolve("link"), folder);
        assertEquals(List.of("cells/run/key", "notes.txt"), RoCrate.files(link));
        assertEquals(RoCrate.files(folder), RoCrate.files(link));
    }
}
