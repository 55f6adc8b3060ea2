package dev.whittle.classify.model;

import dev.whittle.feature.FuzzTarget;
import dev.whittle.feature.FuzzTargets;
import dev.whittle.feature.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Damaged model files are refused, and those whose settings were changed are read or refused; nothing else happens. A
 * model with other settings has the checksums that fit them, since a reader that compares checksums alone is no test
 * of what reads the settings.
 */
class MutatedModelsTest implements FuzzTargets {
    private static final Run RUN = Run.defaults().withThreads(1);

    @Override
    public List<FuzzTarget> targets(Path folder) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String models : List.of("models", "dev/whittle/classify/model")) {
            try (Stream<Path> all = Files.list(Path.of("src/test/resources", models))) {
                for (Path file : all.sorted().toList()) {
                    files.add(Files.readAllBytes(file));
                }
            }
        }
        Path file = folder.resolve("model.npz");
        List<FuzzTarget> targets = new ArrayList<>();
        targets.add(new FuzzTarget("model", files, bytes -> {
            Files.write(file, bytes);
            TableModel.readEither(file, RUN);
        }));
        for (String name : List.of("nonfinite.npz", "bad-mlp.npz")) {
            Map<String, byte[]> entries = entries(Files.readAllBytes(Path.of("src/test/resources/models", name)));
            byte[] json = entries.get(ModelHeader.JSON);
            String settings = "settings-" + name.replace(".npz", "");
            targets.add(new FuzzTarget(settings, variants(json), bytes -> {
                Files.write(file, withJson(entries, bytes));
                TableModel.readEither(file, RUN);
            }));
        }
        return targets;
    }

    /** The header itself, and one with the number of units that its arrays have. */
    private static List<byte[]> variants(byte[] json) {
        return List.of(json, new String(json).replace("1048576", "12").getBytes());
    }

    private static Map<String, byte[]> entries(byte[] file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file));
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            entries.put(entry.getName(), in.readAllBytes());
        }
        return entries;
    }

    /** The file with another header and the checksums of it. */
    private static byte[] withJson(Map<String, byte[]> entries, byte[] json) {
        StoredZip zip = new StoredZip();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entries.forEach((name, old) -> {
            byte[] data = name.equals(ModelHeader.JSON)
                    ? json
                    : name.equals(ModelHeader.CHECKSUM)
                            ? ModelHeader.checksum(Digest.of(json).sha256())
                            : old;
            out.writeBytes(zip.add(name, data.length, Digest.of(data).crc32()));
            out.writeBytes(data);
        });
        out.writeBytes(zip.end());
        return out.toByteArray();
    }
}
