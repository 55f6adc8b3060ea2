package dev.whittle.pipeline.experiment;

import dev.whittle.feature.FuzzTarget;
import dev.whittle.feature.FuzzTargets;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Damaged experiments and results are read or refused; nothing else happens. */
class MutatedResultsTest implements FuzzTargets {
    @Override
    public List<FuzzTarget> targets(Path folder) throws IOException {
        List<byte[]> experiments = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("../experiments"))) {
            for (Path file : all.sorted().toList()) {
                experiments.add(Files.readAllBytes(file));
            }
        }
        Path yaml = folder.resolve("a.yaml");
        Path json = folder.resolve("a.json");
        Tiny.run(Experiment.read(Tiny.file()), Run.defaults()).run().write(folder);
        byte[] result = Files.readAllBytes(folder.resolve(ResultFile.NAME));
        byte[] times = Files.readAllBytes(folder.resolve(TimingFile.NAME));
        return List.of(
                new FuzzTarget("experiment", experiments, bytes -> {
                    Files.write(yaml, bytes);
                    ExperimentFile.read(yaml);
                }),
                new FuzzTarget("result", List.of(result, times), bytes -> {
                    Files.write(json, bytes);
                    ResultFile.read(json);
                }),
                new FuzzTarget("times", List.of(times, result), bytes -> {
                    Files.write(json, bytes);
                    TimingFile.read(json);
                    TimingFile.readRuns(json);
                }),
                page(folder, new String(result), new String(times)));
    }

    private static FuzzTarget page(Path folder, String result, String times) {
        Path page = folder.resolve("a.html");
        byte[] html = ("<script type=\"application/json\" id=\"result\">" + result + "</script>"
                        + "<script type=\"application/json\" id=\"timing\">" + times + "</script>")
                .getBytes();
        return new FuzzTarget("page", List.of(html), bytes -> {
            Files.write(page, bytes);
            EmbeddedResult.read(page).write(folder);
        });
    }
}
