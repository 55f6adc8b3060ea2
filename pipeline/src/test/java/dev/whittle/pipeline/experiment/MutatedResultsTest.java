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
import java.util.zip.GZIPOutputStream;

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
                predictions(folder),
                page(folder, new String(result), new String(times)));
    }

    private static FuzzTarget predictions(Path folder) {
        Path list = folder.resolve("a.csv.gz");
        byte[] lines = ("repeat,fold,row_id,prediction,truth,confidence.a,confidence.b,image\n"
                        + "0,0,0,a,\"b, c\",1,-2.35,a/1.png\n0,0,1,b,a,1e-9,0,a/2.png\n")
                .getBytes();
        return new FuzzTarget("predictions", List.of(lines), bytes -> {
            try (GZIPOutputStream zip = new GZIPOutputStream(Files.newOutputStream(list))) {
                zip.write(bytes);
            }
            PredictedImage.read(list);
            Predictions.scores(list);
        });
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
