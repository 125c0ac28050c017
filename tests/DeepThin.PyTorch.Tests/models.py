"""The models that C# and PyTorch have both: a module, the shape of a sample, and the steps of a sequence (0 for none). Models.cs is what emit_csharp makes of them."""
import torch
import torch.nn.functional as F
from torch import nn

from deepthin_torch import DeepThinConv1d, DeepThinConv2d, DeepThinEmbedding, DeepThinGRU, DeepThinLinear, DeepThinLSTM, DeepThinRNN


def linear_layers():
    return nn.Sequential(
        nn.Flatten(),
        DeepThinLinear(60, 90, 0.2, bias_ratio=0.4), nn.ReLU(),
        DeepThinLinear(90, 80, 0.2, form="tall", gains="both"), nn.Tanh(),
        DeepThinLinear(80, 70, 0.3, rank=2, gains="none", bias=False), nn.GELU("tanh"),
        DeepThinLinear(70, 64, None, n=351), nn.LeakyReLU(0.2),
        nn.Dropout(0.3), nn.BatchNorm1d(64), nn.PReLU(), nn.LayerNorm(64), nn.ReLU6(),
        nn.Linear(64, 7), nn.LogSoftmax(-1),
    )


class Image(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(16)
        self.second = DeepThinConv2d(16, 16, (3, 5), padding="same", ratio=0.2)
        self.third = DeepThinConv2d(16, 24, 3, stride=(2, 1), dilation=2, ratio=0.3, form="wide", gains="both")
        self.depthwise = nn.Conv2d(24, 24, 3, padding=1, groups=24)
        self.grouped = nn.Conv2d(24, 12, 1, groups=3)
        self.slopes = nn.PReLU(12)
        self.pool = nn.AvgPool2d(2, count_include_pad=False, padding=1)
        self.head = DeepThinLinear(12 * 2 * 5, 20, 0.3)
        self.last = nn.Linear(20 + 12, 4)

    def forward(self, x):
        kept = F.relu(self.norm(self.first(x)))
        x = F.silu(self.second(kept) + kept)
        x = F.relu(self.third(x))
        x = F.hardswish(self.depthwise(x))
        x = self.slopes(self.grouped(x))
        seen = torch.relu(self.head(self.pool(x).flatten(1)))
        return self.last(torch.cat((seen, x.mean((2, 3))), 1))


class Series(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(4, 24, 5, padding=2, padding_mode="replicate")
        self.gate = DeepThinConv1d(24, 24, 3, dilation=2, padding=2, ratio=0.3)
        self.second = DeepThinConv1d(24, 32, 4, stride=2, padding="valid", ratio=0.2, rank=2, bias=False)
        self.head = nn.Linear(32, 3)

    def forward(self, x):
        x = F.elu(self.first(x), 0.7)
        x = x * torch.sigmoid(self.gate(x))
        return self.head(F.max_pool1d(F.softplus(self.second(x)), 2).amax(2))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = DeepThinEmbedding(500, 24, 0.1)
        self.filter = DeepThinConv1d(24, 32, 3, ratio=0.2)
        self.head = nn.Linear(32, 3)

    def forward(self, x):
        x = self.table(x).transpose(1, 2)
        return self.head(torch.relu(self.filter(x)).amax(2))


class Follower(nn.Module):
    def __init__(self):
        super().__init__()
        self.enter = DeepThinLinear(12, 40, 0.5)
        self.lstm = DeepThinLSTM(40, 32, 2, batch_first=True, ratio=0.2, recurrent_ratio=0.2, dropout=0.1)
        self.gru = DeepThinGRU(32, 24, batch_first=True, ratio=0.3, recurrent_ratio=None, form="tall", gains="both")
        self.rnn = DeepThinRNN(24, 20, batch_first=True, nonlinearity="relu", ratio=None, recurrent_ratio=0.4, bias=False)
        self.head = nn.Linear(20, 5)

    def forward(self, x):
        x, _ = self.lstm(torch.relu(self.enter(x)))
        x, _ = self.gru(x)
        return F.softmax(self.head(self.rnn(x)[0]), -1)


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(50, 20)
        self.lstm = nn.LSTM(20, 16, bidirectional=True)
        self.gru = DeepThinGRU(32, 24, bidirectional=True, ratio=0.2, recurrent_ratio=0.3, rank=2)
        self.head = nn.Linear(48, 6)

    def forward(self, x):
        x, _ = self.lstm(self.table(x))
        x, _ = self.gru(x)
        return self.head(x.mean(0))


class LastWord(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = DeepThinGRU(10, 30, ratio=0.3, recurrent_ratio=0.3)
        self.lstm = DeepThinLSTM(30, 30, ratio=0.3, recurrent_ratio=0.3)
        self.head = nn.Linear(30, 4)

    def forward(self, x):
        _, (hidden, _) = self.lstm(self.gru(x)[0])
        return self.head(hidden[-1])


# name: (module, shape of a sample, steps, whether steps come behind the batch, how many indices there are)
MODELS = {
    "LinearLayers": (linear_layers, (60,), 0, False, 0),
    "Image": (Image, (3, 10, 12), 0, False, 0),
    "Series": (Series, (4, 40), 0, False, 0),
    "Words": (Words, (9,), 0, False, 500),
    "Follower": (Follower, (12,), 11, True, 0),
    "Tagger": (Tagger, (1,), 9, False, 50),
    "LastWord": (LastWord, (10,), 8, False, 0),
}
