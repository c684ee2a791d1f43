"""Trains the narrator on tokens.bin, for a number of steps: python3 train.py 4438

Writes weights.bin (float32, in the order that export.ts reads) and shape.json into the current folder. It says what
makes the weights: seed, steps and unseen loss. THREADS=1 on a busy machine: one thread then beats two.
"""
import json
import math
import os
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

WIDTH, LAYERS, HEADS, HIDDEN, PIECES, WINDOW = 128, 4, 4, 352, 1024, 160
HEAD_WIDTH = WIDTH // HEADS
BATCH, PEAK_RATE, WARM_UP_STEPS = 8, 3e-3, 50
SEED = 1


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


# llama.cpp's "llama" architecture turns neighbouring pairs (0,1), (2,3) and so on; not the two halves.
ANGLES = torch.arange(WINDOW).float()[:, None] * (10000.0 ** (-torch.arange(0, HEAD_WIDTH, 2).float() / HEAD_WIDTH))[None]
COS, SIN = ANGLES.cos(), ANGLES.sin()
FUTURE = torch.full((WINDOW, WINDOW), float("-inf")).triu(1)


def rotate(x):
    even, odd, length = x[..., 0::2], x[..., 1::2], x.shape[-2]
    cos, sin = COS[:length], SIN[:length]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


def linear(inputs, outputs):
    return nn.Linear(inputs, outputs, bias=False)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention_norm, self.hidden_norm = Norm(), Norm()
        self.query, self.key = linear(WIDTH, WIDTH), linear(WIDTH, WIDTH)
        self.value, self.out = linear(WIDTH, WIDTH), linear(WIDTH, WIDTH)
        self.gate, self.down, self.up = linear(WIDTH, HIDDEN), linear(HIDDEN, WIDTH), linear(WIDTH, HIDDEN)

    def forward(self, x):
        x = x + self.attend(self.attention_norm(x))
        h = self.hidden_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))

    def attend(self, h):
        batch, length, _ = h.shape

        def by_head(layer):
            return layer(h).view(batch, length, HEADS, HEAD_WIDTH).transpose(1, 2)

        query, key, value = rotate(by_head(self.query)), rotate(by_head(self.key)), by_head(self.value)
        scores = query @ key.transpose(-1, -2) / math.sqrt(HEAD_WIDTH) + FUTURE[:length, :length]
        mixed = torch.softmax(scores, -1) @ value
        return self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))


class Narrator(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(PIECES, WIDTH)
        self.blocks = nn.ModuleList([Block() for _ in range(LAYERS)])
        self.norm = Norm()
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, 0, 0.02)

    def forward(self, ids):
        x = self.embedding(ids)
        for block in self.blocks:
            x = block(x)
        return self.norm(x) @ self.embedding.weight.t()  # tied: the embedding is also the output


def in_file_order(model):
    yield model.embedding.weight
    for b in model.blocks:
        yield from (b.attention_norm.weight, b.query.weight, b.key.weight, b.value.weight, b.out.weight)
        yield from (b.hidden_norm.weight, b.gate.weight, b.down.weight, b.up.weight)
    yield model.norm.weight


def loss_on(model, source, count):
    starts = torch.randint(len(source) - WINDOW - 1, (count,))
    ids = torch.stack([source[i : i + WINDOW] for i in starts])
    wanted = torch.stack([source[i + 1 : i + WINDOW + 1] for i in starts])
    return F.cross_entropy(model(ids).view(-1, PIECES), wanted.view(-1))


def rate_at(step, steps):
    """Up to the peak in a few steps, then down a cosine to a tenth of it."""
    return PEAK_RATE * min(1, (step + 1) / WARM_UP_STEPS) * (0.1 + 0.45 * (1 + math.cos(math.pi * step / steps)))


def train(model, tokens, steps):
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, betas=(0.9, 0.95), weight_decay=0.05)
    started = time.time()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, steps)
        loss = loss_on(model, tokens, BATCH)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if (step + 1) % 200 == 0:
            speed = (step + 1) * BATCH * WINDOW / (time.time() - started)
            print(f"step {step + 1} loss {loss.item():.3f} tokens/s {speed:.0f}", flush=True)


def write(model):
    with open("weights.bin", "wb") as file:
        for parameter in in_file_order(model):
            file.write(parameter.detach().float().numpy().astype("<f4").tobytes())
    with open("shape.json", "w") as file:
        json.dump({"width": WIDTH, "hidden": HIDDEN, "layers": LAYERS, "heads": HEADS}, file)


def main():
    steps = int(sys.argv[1])
    torch.set_num_threads(int(os.environ.get("THREADS", "1")))
    torch.manual_seed(SEED)
    tokens = torch.from_numpy(np.fromfile("tokens.bin", dtype="<u2").astype(np.int64))
    cut = int(len(tokens) * 0.99)
    model = Narrator()
    train(model, tokens[:cut], steps)
    with torch.no_grad():
        print(f"seed {SEED}, {steps} steps, unseen loss {loss_on(model, tokens[cut:], 32).item():.3f}")
    write(model)


main()
