package dev.whittle.feature.planted;

/** Breaks the rule of few parameters in one method; nothing runs it. */
public final class ManyParameters {
    public record Allowed(int a, int b, int c, int d, int e, int f, int g, int h, int i) {}

    public int eight(int a, int b, int c, int d, int e, int f, int g, int h) {
        return a + b + c + d + e + f + g + h;
    }

    public int nine(int a, int b, int c, int d, int e, int f, int g, int h, int i) {
        return eight(a, b, c, d, e, f, g, h) + i;
    }
}
