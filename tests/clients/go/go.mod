module postiche.example/send

go 1.25
