package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The results with fewer training images than there are: a point of the learning curve of every cell.
 *
 * @param images how many training images
 * @param validation how many validation images, as large a share of these as of the training images
 * @param sha256 for each seed and fold the SHA-256, in lower-case hex, over the names of the training images and then
 *     of the validation images, each with a line feed
 * @param cells feature by feature, head by head
 */
public record SizeResult(int images, int validation, List<String> sha256, List<CellResult> cells) {
    public SizeResult {
        sha256 = List.copyOf(sha256);
        cells = List.copyOf(cells);
    }

    /** From the finished runs of a plan, for each of the fewer numbers of images cell by cell. */
    static List<SizeResult> of(Plan plan, List<List<FinishedRun>> runs) {
        List<SizeResult> results = new ArrayList<>();
        for (int p = 0; p < runs.size(); p++) {
            int images = plan.fewerImages().get(p);
            List<String> hashes = new ArrayList<>();
            int validation = 0;
            for (Plan part : plan.parts()) {
                for (SeedSplit split : SeedSplit.of(part, Run.defaults())) {
                    SeedSplit some = split.with(part, images, Run.defaults());
                    hashes.add(Hashes.of(
                            (names(some.train()) + names(some.validation())).getBytes(StandardCharsets.UTF_8)));
                    validation = some.validation().size();
                }
            }
            results.add(new SizeResult(
                    images,
                    validation,
                    hashes,
                    CellResult.of(
                            plan.runsOfCell().size(),
                            runs.get(p).stream().map(FinishedRun::cell).toList())));
        }
        return results;
    }

    private static String names(Dataset images) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < images.size(); i++) {
            names.append(images.name(i)).append('\n');
        }
        return names.toString();
    }
}
