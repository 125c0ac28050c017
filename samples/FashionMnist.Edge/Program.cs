using DeepThin;
using FashionMnist.Data;
using FashionMnist.Edge;

try
{
    return EdgeProgram.Run(args);
}
catch (Exception error) when (error is FashionDataException or WeightsException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
