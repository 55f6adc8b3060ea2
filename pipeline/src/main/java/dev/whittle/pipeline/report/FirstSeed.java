package dev.whittle.pipeline.report;

import dev.whittle.feature.Dataset;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What every cell says of every test image with the first seed.
 *
 * @param test the test images of the first seed
 * @param cells in the order of the result
 */
record FirstSeed(Dataset test, List<Cell> cells) {
    /**
     * The predictions of one cell.
     *
     * @param predicted the class of each test image
     */
    record Cell(String feature, String head, int[] predicted) {
        String name() {
            return feature + " × " + head;
        }
    }

    static FirstSeed of(ComparisonResult comparison) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (CellResult cell : comparison.cells()) {
            cells.add(new Cell(
                    cell.feature(),
                    cell.head(),
                    comparison
                            .runs(cell.feature(), cell.head())
                            .get(0)
                            .outputs()
                            .predictions()));
        }
        return new FirstSeed(comparison.plan().data(0).test(), cells);
    }
}
