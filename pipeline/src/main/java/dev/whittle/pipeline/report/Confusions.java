package dev.whittle.pipeline.report;

import dev.whittle.pipeline.evaluate.ConfusionMatrix;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.KeptCell;
import dev.whittle.pipeline.experiment.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * The confusion matrices of all cells on the test images, summed over the seeds.
 *
 * @param cells in the order of the result
 */
public record Confusions(List<Cell> cells) {
    /** One cell's matrix. */
    public record Cell(String feature, String head, ConfusionMatrix matrix) {
        /** The number of images in a row, for shading; at least 1. */
        public int images(int[] row) {
            int images = 0;
            for (int n : row) {
                images += n;
            }
            return Math.max(1, images);
        }

        /** The largest entry off the diagonal, for shading; at least 1. */
        public int mostConfused() {
            int most = 1;
            for (int t = 0; t < matrix.counts().length; t++) {
                for (int p = 0; p < matrix.counts().length; p++) {
                    if (t != p) {
                        most = Math.max(most, matrix.counts()[t][p]);
                    }
                }
            }
            return most;
        }
    }

    static Confusions of(Comparison comparison) {
        List<Cell> cells = new ArrayList<>();
        for (KeptCell unit : comparison.units()) {
            ConfusionMatrix m = Result.confusion(unit.cell().path("test"));
            Cell last = cells.isEmpty() ? null : cells.get(cells.size() - 1);
            if (last != null
                    && last.feature().equals(unit.feature())
                    && last.head().equals(unit.head())) {
                for (int t = 0; t < m.counts().length; t++) {
                    for (int p = 0; p < m.counts().length; p++) {
                        last.matrix().counts()[t][p] += m.counts()[t][p];
                    }
                }
            } else {
                cells.add(new Cell(unit.feature(), unit.head(), m));
            }
        }
        return new Confusions(cells);
    }

    ConfusionMatrix of(String feature, String head) {
        for (Cell cell : cells) {
            if (cell.feature().equals(feature) && cell.head().equals(head)) {
                return cell.matrix();
            }
        }
        throw new IllegalArgumentException("There is no cell " + feature + " × " + head);
    }
}
