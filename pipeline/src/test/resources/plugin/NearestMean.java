package com.example.plugin;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/** The class whose mean is nearest. */
public record NearestMean() implements Spec<Samples, Classifier> {
    public static NearestMean defaults() {
        return new NearestMean();
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        Matrix x = Matrix.inMemory(train.features());
        Matrix means = new Matrix(train.classes(), x.columns());
        int[] n = new int[train.classes()];
        for (int i = 0; i < x.rows(); i++) {
            n[train.labels()[i]]++;
        }
        for (int i = 0; i < x.rows(); i++) {
            int k = train.labels()[i];
            for (int c = 0; c < x.columns(); c++) {
                means.set(k, c, means.get(k, c) + x.get(i, c) / n[k]);
            }
        }
        return new Fitted(means);
    }

    @Override
    public Classifier restore(NamedArrays arrays, Run run) {
        return new Fitted(arrays.get("means"));
    }

    private record Fitted(Matrix means) implements Classifier {
        @Override
        public int classes() {
            return means.rows();
        }

        @Override
        public Matrix scores(Rows features, Run run) {
            Matrix x = Matrix.inMemory(features);
            Matrix scores = new Matrix(x.rows(), means.rows());
            for (int i = 0; i < x.rows(); i++) {
                for (int k = 0; k < means.rows(); k++) {
                    float sum = 0;
                    for (int c = 0; c < x.columns(); c++) {
                        float d = x.get(i, c) - means.get(k, c);
                        sum -= d * d;
                    }
                    scores.set(i, k, sum);
                }
            }
            return scores;
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("means", means);
        }
    }
}
