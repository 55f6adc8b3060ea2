package dev.whittle.feature;

import java.util.List;

/** Keeps the warnings of a run, and nothing of its progress. */
public record Warnings(List<String> texts) implements Progress {
    @Override
    public void warning(String text) {
        texts.add(text);
    }
}
