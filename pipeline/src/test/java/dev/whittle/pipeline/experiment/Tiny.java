package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.pipeline.data.DataPlaces;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;

/** The experiment of the tests: every kind of feature and head on generated images, in about a second. */
public final class Tiny {
    private Tiny() {}

    public static Path file() {
        try {
            return Path.of(Tiny.class.getResource("/tiny.yaml").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A data folder with nothing in it. */
    public static DataPlaces noData(Path folder) {
        return DataPlaces.of(folder, Map.of("XDG_CACHE_HOME", folder.toString()), folder);
    }

    public static ComparisonResult run(Path out, int threads, Kernels kernels) throws IOException {
        Run run = Run.defaults().withThreads(threads).withKernels(kernels);
        return run(Experiment.read(file()), run).withFolder(out).run();
    }

    /** An experiment on generated images, to be run. */
    public static ComparisonRun run(Experiment experiment, Run run) throws IOException {
        Path nowhere = Path.of("nowhere");
        return ComparisonRun.of(Plan.open(experiment, noData(nowhere), run), run);
    }
}
